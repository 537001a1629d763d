using System.Globalization;
using Fleet.Models.Costs;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks;

/// <summary>The default settings of rMLE: one rule for all networks and cuts. docs/model/attacks.md says how it was found.</summary>
public static class RmleDefaults
{
    // Of a weight that stays, and of one that is chosen: there, a smaller one does no harm.
    private const double Weight = 0.01;
    private const double LeastShare = 0.3;

    // Beyond that, channels at few places show again what others show, and fix no more of the picture.
    private const double MostElementsPerPixel = 2;

    // Up to so many, the iterations of the settings lead further than the published 5,000 (docs/model/attacks.md).
    private const int FewActivationLayers = 3;
    private const int IterationsPerFurtherLayer = 1_000;

    // What is slow to find: pictures of which fewer elements leave the device than they have.
    private const int IterationsOfFewElements = 2_000;

    // What the paper spends on deep cuts.
    private const int MostIterations = 5_000;

    /// <summary>The rule of <see cref="For"/> in words: one line without a full stop.</summary>
    public static string Rule { get; } = InWords(
        string.Create(CultureInfo.InvariantCulture, $", {IterationsOfFewElements:N0} where fewer elements are sent than there are pixels"),
        string.Create(CultureInfo.InvariantCulture, $"a weight chosen for each picture, no less than {Weight * LeastShare} pixels / elements"));

    /// <summary>The rule of <see cref="Fixed"/> in words: one line without a full stop.</summary>
    public static string FixedRule { get; } = InWords("", string.Create(CultureInfo.InvariantCulture, $"the weight {Weight} pixels / elements"));

    /// <summary>
    /// The defaults at a cut. The fewer elements leave the device for each pixel, the less of the picture they fix, and the
    /// more must come from its smoothness. The more activation layers there are, the slower it is found.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="form">The form of the objective.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static RmleSettings For(NetworkSpec network, string split, TotalVariationForm form = TotalVariationForm.Paper)
    {
        RmleSettings settings = Fixed(network, split, form);
        bool isFew = SplitCost.Of(network, split).Activation.Elements < network.Input.Elements;
        return settings with
        {
            TvWeight = settings.TvWeight * LeastShare,
            ChoosesWeight = true,
            Iterations = isFew ? Math.Min(MostIterations, settings.Iterations - new RmleSettings().Iterations + IterationsOfFewElements) : settings.Iterations,
        };
    }

    /// <summary>The defaults for a weight that is the same for all pictures and stays.</summary>
    /// <inheritdoc cref="For"/>
    public static RmleSettings Fixed(NetworkSpec network, string split, TotalVariationForm form)
    {
        TensorShape sent = SplitCost.Of(network, split).Activation;
        double pixelsPerElement = network.Input.Elements / (double)sent.Elements;
        if (sent.Height * 2 <= network.Input.Height)
        {
            pixelsPerElement = Math.Max(pixelsPerElement, 1 / MostElementsPerPixel);
        }

        // The sums of the paper's form grow with the elements, so one power less gives the same balance there.
        double weight = form == TotalVariationForm.Paper ? Weight * pixelsPerElement : Weight * pixelsPerElement * pixelsPerElement;
        var settings = new RmleSettings { Tv = form, TvWeight = weight, ChoosesWeight = false };
        int slow = Math.Max(0, network.ActivationLayersUpTo(split) - FewActivationLayers);
        return settings with { Iterations = Math.Min(MostIterations, settings.Iterations + (slow * IterationsPerFurtherLayer)) };
    }

    private static string InWords(string fewElements, string weight) => string.Create(
        CultureInfo.InvariantCulture,
        $"at most {new RmleSettings().Iterations} iterations{fewElements}, {IterationsPerFurtherLayer:N0} more for each activation layer behind the first {FewActivationLayers}, never over {MostIterations:N0}, at a rate from {new RmleSettings().LearningRate} down to 0, total variation in the {new RmleSettings().Tv} form with {weight}, at most {MostElementsPerPixel} elements for each pixel counted where rows are half as many or fewer");
}
