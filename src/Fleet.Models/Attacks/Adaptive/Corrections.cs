using Fleet.Models.Defenses;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>Which correction belongs to which law of a defence.</summary>
internal static class Corrections
{
    /// <summary>
    /// The corrections for some steps, that of the last step first. Steps without one are left out: weights that were trained
    /// to show less are attacked as they are, and <see cref="MessageOrder"/> undoes a secret order.
    /// </summary>
    public static Correction[] Of(IEnumerable<DefenseStep> steps) => [.. steps.Reverse().Select(OfLaw).OfType<Correction>()];

    private static Correction? OfLaw(DefenseStep step) => step.Law switch
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
}
