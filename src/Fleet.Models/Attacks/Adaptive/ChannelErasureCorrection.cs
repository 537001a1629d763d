using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>Whole channels set to 0: a channel of zeros carries no information.</summary>
internal sealed class ChannelErasureCorrection : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        // A fully connected layer's features are channels of one element.
        Tensor strength = seen.Value.dim() > 2 ? seen.Value.abs().flatten(2).sum(2) : seen.Value.abs();
        Tensor present = strength > 0;
        long[] perChannel = [.. seen.Value.shape.Select((size, dimension) => dimension < 2 ? size : 1)];
        Tensor weight = present.to_type(ScalarType.Float32).reshape(perChannel) * ones_like(seen.Value);
        return seen with { Weight = seen.Weight is null ? weight : seen.Weight * weight };
    }
}
