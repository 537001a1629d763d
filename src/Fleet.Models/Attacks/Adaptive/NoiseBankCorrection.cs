using Fleet.Models.Defenses;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// One of a few learned tensors was added. An attacker who can train as the defender did has them, and subtracts the one that
/// leaves values nearest to typical activations.
/// </summary>
/// <param name="noise">The tensors; null if the attacker could not learn them.</param>
/// <param name="power">The mean square of the noise over that of the activation.</param>
internal sealed class NoiseBankCorrection(LearnedNoise? noise, double power) : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        if (noise is null)
        {
            Tensor unknown = seen.Value.square().flatten(1).mean([1]) * (power / (1 + power));
            return seen with { Variance = seen.Variance is null ? unknown : seen.Variance + unknown };
        }

        Tensor[] candidates = [.. noise.Tensors.Select(values => seen.Value - tensor(values, device: seen.Value.device).reshape(1, values.Length).reshape(OneRow(seen.Value)))];
        long[] best = stack([.. candidates.Select(candidate => Distance(candidate, seen.Weight, facts))]).argmin(0).Longs();
        return seen with { Value = cat([.. best.Select((which, message) => candidates[which].narrow(0, message, 1))]) };
    }

    /// <summary>How far from what activations look like, for each message.</summary>
    private static Tensor Distance(Tensor candidate, Tensor? weight, ActivationFacts facts)
    {
        Tensor difference = facts.Typical is { } typical
            ? candidate.flatten(1) - tensor(typical.Mean, dtype: ScalarType.Float32, device: candidate.device)
            : candidate.flatten(1);
        Tensor squares = difference.square();
        return (weight is null ? squares : squares * weight.flatten(1)).sum(1);
    }

    private static long[] OneRow(Tensor values) => [1, .. values.shape.Skip(1)];
}
