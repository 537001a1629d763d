using Fleet.Models.Defenses;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// What an attacker who knows a step of the defence concludes from what the step let through. Laws are applied from the
/// last step back to the first.
/// </summary>
internal abstract class Correction
{
    /// <summary>What follows from a step; null for one about which an attacker at the activation can conclude nothing.</summary>
    public static Correction? Of(DefenseStep step) => step.Place == DefensePlace.Input ? null : step.Law switch
    {
        GaussianLaw gaussian => new NoiseCorrection(gaussian.Sigma * gaussian.Sigma, isLaplace: false),
        LaplaceLaw laplace => new NoiseCorrection(2 * laplace.B * laplace.B, isLaplace: true),
        ErasureLaw erasure => new DropoutCorrection(erasure.Rate, rescaled: erasure.Scale != 1),
        GridLaw grid => new GridCorrection(grid.Bits),
        LargestLaw => new LargestCorrection(),
        ChannelErasureLaw => new ChannelErasureCorrection(),
        _ => null,
    };

    /// <summary>
    /// Whether something follows from every step, so that the attacker really allows for the defence. Weights that were
    /// trained to show less need no correction: who knows them attacks them as they are.
    /// </summary>
    public static bool Covers(DefenseChain defense) => defense.Steps.All(step => step.Law is TrainedLaw || Of(step) is not null);

    /// <summary>Corrects what was concluded so far, one message a row. New tensors go to the caller's dispose scope.</summary>
    /// <param name="seen">What follows from the steps behind this one.</param>
    /// <param name="hasTrueZeros">Whether the device's last layer gives zeros of its own, as a rectifier does.</param>
    public abstract Observation Undo(Observation seen, bool hasTrueZeros);
}
