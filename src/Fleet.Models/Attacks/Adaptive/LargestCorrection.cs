using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>Only the elements of greatest magnitude were sent: the others are no greater than the smallest of them.</summary>
internal sealed class LargestCorrection : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        Tensor magnitudes = seen.Value.abs();
        Tensor sent = (magnitudes > 0).to_type(ScalarType.Float32);

        // Elements that were not sent must not be the smallest.
        long[] oneForEach = [.. seen.Value.shape.Select((size, dimension) => dimension == 0 ? size : 1)];
        Tensor top = magnitudes.flatten(1).amax([1]).reshape(oneForEach);
        Tensor smallest = (magnitudes + ((1 - sent) * top)).flatten(1).amin([1]).reshape(oneForEach);
        Tensor slack = (1 - sent) * smallest;
        return seen with { Slack = seen.Slack is null ? slack : maximum(seen.Slack, slack) };
    }
}
