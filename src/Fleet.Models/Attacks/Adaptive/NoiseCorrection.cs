using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Additive noise of a known variance. The values stay the most plausible ones; the objective learns how far to trust them.
/// </summary>
internal sealed class NoiseCorrection(double variance, bool isLaplace) : Correction
{
    public override Observation Undo(Observation seen, ActivationFacts facts)
    {
        Tensor here = full([seen.Value.shape[0]], variance, dtype: ScalarType.Float32, device: seen.Value.device);

        // Sums of several noises are nearer to the normal law than to Laplace's.
        return seen with
        {
            Variance = seen.Variance is null ? here : seen.Variance + here,
            IsLaplace = isLaplace && seen.Variance is null,
        };
    }
}
