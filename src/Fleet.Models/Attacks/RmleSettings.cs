using Fleet.Models.Costs;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>How an rMLE attack minimises its objective; docs/model/attacks.md says how the defaults were found.</summary>
public sealed record RmleSettings
{
    /// <summary>The form of the objective.</summary>
    public TotalVariationForm Tv { get; init; } = TotalVariationForm.Paper;

    /// <summary>The weight lambda of the total variation, at least 0, in the units of <see cref="Tv"/>.</summary>
    public double TvWeight { get; init; }

    /// <summary>The learning rate of the first iteration, in normalised pixel units; it falls along half a cosine to 0.</summary>
    public double LearningRate { get; init; } = 0.6;

    /// <summary>The most iterations, at least 1. The simulated cost of the attack is that of this many.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>
    /// A picture is finished when none of its pixels moved by more than this over 50 iterations, in normalised units; 0
    /// for no early stop.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>
    /// The defaults at a cut: one rule for all cuts. The fewer elements leave the device for each pixel, the less of the
    /// picture they fix, and the more must come from its smoothness.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="form">The form of the objective.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static RmleSettings DefaultFor(NetworkSpec network, string split, TotalVariationForm form = TotalVariationForm.Paper)
    {
        double pixelsPerElement = network.Input.Elements / (double)SplitCost.Of(network, split).Activation.Elements;

        // The sums of the paper's form grow with the elements, so one power less gives the same balance there.
        double weight = form == TotalVariationForm.Paper ? 0.01 * pixelsPerElement : 0.01 * pixelsPerElement * pixelsPerElement;
        return new RmleSettings { Tv = form, TvWeight = weight };
    }

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(RmleSettings settings)
    {
        bool valid = Enum.IsDefined(settings.Tv)
            && settings.TvWeight >= 0 && double.IsFinite(settings.TvWeight)
            && settings.LearningRate > 0 && double.IsFinite(settings.LearningRate)
            && settings.Iterations >= 1
            && settings.Tolerance >= 0;
        if (!valid)
        {
            throw new ArgumentException($"These settings of the rMLE attack are out of range: {settings}", nameof(settings));
        }
    }
}
