using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>The cloud's half f2 of a network, which the untrusted cloud has; the device's half stays hidden.</summary>
/// <param name="network">The whole network. The caller keeps it alive.</param>
/// <param name="split">The last layer on the device.</param>
public sealed class CloudHalf(TrainedNetwork network, string split)
{
    /// <summary>The scores of the classes; gradients flow to the activation.</summary>
    /// <param name="activation">What a device sends, with the batch in front.</param>
    /// <returns>Shape (batch, classes), in the caller's dispose scope.</returns>
    public Tensor Scores(Tensor activation) => network.Tail(activation, split);

    /// <summary>The weights and where they begin: equal for halves that give equal scores.</summary>
    internal string Identity { get; } = $"{network.WeightsHash} behind {split}";

    /// <summary>Where it computes.</summary>
    internal ComputeDevice Compute => network.Compute;

    /// <summary>Operations of one answer.</summary>
    public long Flops { get; } = Costs.SplitCost.Of(network.Spec, split).CloudFlops;
}
