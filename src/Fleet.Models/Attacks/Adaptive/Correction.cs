using Fleet.Models.Defenses;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// What an attacker who knows a step of the defence concludes from what the step let through. Laws are applied from the
/// last step back to the first.
/// </summary>
internal abstract class Correction
{
    /// <summary>The law of a step; null for a step about which an attacker at the activation can do nothing.</summary>
    public static Correction? Of(DefenseStep step) => step switch
    {
        { Place: DefensePlace.Input } => null,
        GaussianNoise gaussian => new NoiseCorrection(gaussian.Sigma * gaussian.Sigma, isLaplace: false),
        LaplaceNoise laplace => new NoiseCorrection(2 * laplace.B * laplace.B, isLaplace: true),
        Dropout dropout => new DropoutCorrection(dropout.Rate, dropout.Rescaled),
        _ => null,
    };

    /// <summary>Corrects what was concluded so far, one message a row. New tensors go to the caller's dispose scope.</summary>
    /// <param name="seen">What follows from the steps behind this one.</param>
    /// <param name="hasTrueZeros">Whether the device's last layer gives zeros of its own, as a rectifier does.</param>
    public abstract Observation Undo(Observation seen, bool hasTrueZeros);
}
