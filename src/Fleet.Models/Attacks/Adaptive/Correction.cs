using Fleet.Models.Defenses;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// What an attacker who knows a step of the defence concludes from what the step let through. Laws are applied from the
/// last step back to the first.
/// </summary>
internal abstract class Correction
{
    /// <summary>
    /// What follows from a step on the activation. Null for what needs no correction here: weights that were trained to show
    /// less are attacked as they are by who knows them, a secret order is undone by <see cref="MessageOrder"/>, and steps on
    /// the picture are left to <see cref="PictureRestoration"/> or taken together by <see cref="Reading"/>.
    /// </summary>
    public static Correction? Of(DefenseStep step) => step.Place == DefensePlace.Input ? null : OfLaw(step);

    /// <summary>The same for the values at the step's own place.</summary>
    public static Correction? OfLaw(DefenseStep step) => step.Law switch
    {
        GaussianLaw gaussian => new NoiseCorrection(gaussian.Sigma * gaussian.Sigma, isLaplace: false),
        LaplaceLaw laplace => new NoiseCorrection(2 * laplace.B * laplace.B, isLaplace: true),
        ErasureLaw erasure => new DropoutCorrection(erasure.Rate, rescaled: erasure.Scale != 1),
        GridLaw grid => new GridCorrection(grid.Bits),
        LargestLaw => new LargestCorrection(),
        ChannelErasureLaw => new ChannelErasureCorrection(),
        NormLaw norm => new ClipCorrection(norm.Radius),
        NoiseBankLaw bank => new NoiseBankCorrection((step as ShredderNoise)?.Noise, bank.Power),
        _ => null,
    };

    /// <summary>Corrects what was concluded so far, one message a row. New tensors go to the caller's dispose scope.</summary>
    /// <param name="seen">What follows from the steps behind this one.</param>
    /// <param name="facts">What the attacker knows of undefended activations.</param>
    public abstract Observation Undo(Observation seen, ActivationFacts facts);
}
