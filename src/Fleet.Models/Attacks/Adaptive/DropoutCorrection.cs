using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>Elements set to 0 with a known probability.</summary>
internal sealed class DropoutCorrection(double rate, bool rescaled) : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        double scale = rescaled ? 1 - rate : 1;
        if (seen.Variance is not null)
        {
            // Noise hides which elements were dropped. What is left is the mean: E[v] = (1 - r) a, times 1/(1 - r) if rescaled.
            double mean = rescaled ? 1 : 1 - rate;
            return seen with { Value = seen.Value / mean, Variance = seen.Variance / (mean * mean) };
        }

        Tensor zeros = (seen.Value == 0).to_type(ScalarType.Float32);
        Tensor kept = 1 - zeros;
        Observation corrected = seen with
        {
            Value = rescaled ? seen.Value * scale : seen.Value,
            Weight = seen.Weight is null ? kept : seen.Weight * kept,
        };
        return facts.HasTrueZeros ? corrected with { Doubt = kept + (zeros * rate) } : corrected;
    }
}
