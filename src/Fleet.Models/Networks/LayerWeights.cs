using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>The weights of one layer as tensors.</summary>
internal sealed record LayerWeights(Tensor Weight, Tensor Bias)
{
    /// <summary>Sorts tensors, in the order of <see cref="WeightArray.Required"/>, by layer; null where a layer has none.</summary>
    public static LayerWeights?[] ByLayer(NetworkSpec network, IReadOnlyList<Tensor> tensors)
    {
        var weights = new LayerWeights?[network.Layers.Count];
        IReadOnlyList<(int Layer, string Name, long[] Shape)> required = WeightArray.Required(network);
        for (int i = 0; i < required.Count; i += 2)
        {
            weights[required[i].Layer] = new LayerWeights(tensors[i], tensors[i + 1]);
        }

        return weights;
    }
}
