namespace Fleet.Models.Networks;

/// <summary>One named array of weights, outside the tensor library.</summary>
/// <param name="Name">Layer and role, such as conv1.weight.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">The elements, the last dimension running fastest.</param>
internal sealed record WeightArray(string Name, IReadOnlyList<long> Shape, float[] Values)
{
    /// <summary>The arrays that a network needs, without their values: (name, shape), in the order of its layers.</summary>
    public static IReadOnlyList<(int Layer, string Name, long[] Shape)> Required(NetworkSpec network)
    {
        List<(int Layer, string Name, long[] Shape)> required = [];
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerSpec layer = network.Layers[i];
            (long[] Weight, long Bias)? shapes = layer switch
            {
                Convolution c => ([c.OutChannels, c.InChannels, c.Kernel, c.Kernel], c.OutChannels),
                Linear l => ([l.Out, l.In], l.Out),
                _ => null,
            };
            if (shapes is { } shape)
            {
                required.Add((i, $"{layer.Name}.weight", shape.Weight));
                required.Add((i, $"{layer.Name}.bias", [shape.Bias]));
            }
        }

        return required;
    }
}
