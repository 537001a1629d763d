using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Costs;

/// <summary>What one inference costs on either side of a cut.</summary>
/// <param name="Split">The layer after which the activation leaves the device.</param>
/// <param name="Activation">The shape of what leaves.</param>
/// <param name="EdgeFlops">Operations of the layers up to the cut.</param>
/// <param name="CloudFlops">Operations of the layers behind it; 0 after the last layer.</param>
/// <param name="ActivationBytes">Bytes of the activation, without the header of its message.</param>
public sealed record SplitCost(string Split, TensorShape Activation, long EdgeFlops, long CloudFlops, long ActivationBytes)
{
    /// <summary>The cost of cutting a network after the given layer.</summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static SplitCost Of(NetworkSpec network, string split)
    {
        int cut = network.Require(split);
        IReadOnlyList<LayerProfile> layers = network.Profile();
        return new SplitCost(
            split,
            layers[cut].Output,
            layers.Take(cut + 1).Sum(layer => layer.Flops),
            layers.Skip(cut + 1).Sum(layer => layer.Flops),
            layers[cut].ActivationBytes);
    }
}
