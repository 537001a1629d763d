using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Networks;

/// <summary>What the layers of a table compute, on batches.</summary>
internal static class LayerOperations
{
    /// <summary>
    /// Applies the layers from <paramref name="first"/> up to, but without, <paramref name="end"/>. The result belongs
    /// to the caller's dispose scope; what lies between is released.
    /// </summary>
    /// <param name="network">The table.</param>
    /// <param name="weights">Weight and bias by layer; null where a layer has none.</param>
    /// <param name="input">What the first of the layers takes, with the batch in front.</param>
    /// <param name="first">The position of the first layer to apply.</param>
    /// <param name="end">The position after the last layer to apply.</param>
    public static Tensor Apply(
        NetworkSpec network, IReadOnlyList<LayerWeights?> weights, Tensor input, int first, int end)
    {
        using var scope = NewDisposeScope();
        Tensor x = first == end ? input.alias() : input;
        for (int i = first; i < end; i++)
        {
            x = (network.Layers[i], weights[i]) switch
            {
                (Convolution c, { } w) => F.conv2d(x, w.Weight, w.Bias, padding: [c.Padding, c.Padding]),
                (Relu, _) => F.relu(x),
                (MaxPool p, _) => F.max_pool2d(x, [p.Window, p.Window]),
                (Linear, { } w) => F.linear(x.dim() > 2 ? x.flatten(1) : x, w.Weight, w.Bias),
                (var other, _) => throw new NotSupportedException($"Layer {other.Name} of kind {other.Kind} has no tensor operation."),
            };
        }

        return x.MoveToOuterDisposeScope();
    }
}
