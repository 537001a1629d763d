using System.Globalization;
using Fleet.Models.Costs;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>The default settings of rMLE: one rule for all networks and cuts. docs/model/attacks.md says how it was found.</summary>
public static class RmleDefaults
{
    private const double Weight = 0.01;

    // Beyond that, channels at few places show again what others show, and fix no more of the picture.
    private const double MostElementsPerPixel = 2;

    // Up to so many, the iterations of the settings lead further than the published 5,000 (docs/model/attacks.md).
    private const int FewActivationLayers = 3;
    private const int IterationsPerFurtherLayer = 1_000;

    // What the paper spends on deep cuts.
    private const int MostIterations = 5_000;

    /// <summary>The rule in words: one line without a full stop.</summary>
    public static string Rule { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"at most {new RmleSettings().Iterations} iterations, {IterationsPerFurtherLayer:N0} more for each activation layer behind the first {FewActivationLayers}, never over {MostIterations:N0}, at a rate from {new RmleSettings().LearningRate} down to 0, total variation in the {new RmleSettings().Tv} form with the weight {Weight} pixels / elements, at most {MostElementsPerPixel} elements for each pixel counted where rows are half as many or fewer");

    /// <summary>
    /// The defaults at a cut. The fewer elements leave the device for each pixel, the less of the picture they fix, and the
    /// more must come from its smoothness. The more activation layers there are, the slower it is found.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="form">The form of the objective.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static RmleSettings For(NetworkSpec network, string split, TotalVariationForm form)
    {
        TensorShape sent = SplitCost.Of(network, split).Activation;
        double pixelsPerElement = network.Input.Elements / (double)sent.Elements;
        if (sent.Height * 2 <= network.Input.Height)
        {
            pixelsPerElement = Math.Max(pixelsPerElement, 1 / MostElementsPerPixel);
        }

        // The sums of the paper's form grow with the elements, so one power less gives the same balance there.
        double weight = form == TotalVariationForm.Paper ? Weight * pixelsPerElement : Weight * pixelsPerElement * pixelsPerElement;
        var settings = new RmleSettings { Tv = form, TvWeight = weight };
        int slow = Math.Max(0, network.ActivationLayersUpTo(split) - FewActivationLayers);
        return settings with { Iterations = Math.Min(MostIterations, settings.Iterations + (slow * IterationsPerFurtherLayer)) };
    }
}
