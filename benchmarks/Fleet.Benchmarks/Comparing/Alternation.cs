namespace Fleet.Benchmarks.Comparing;

/// <summary>
/// Measures two sides in turn, so that a machine whose speed changes within minutes changes both alike. Who comes first
/// changes from pair to pair, so that neither gains by its place.
/// </summary>
internal static class Alternation
{
    /// <summary>Measures pairs after one of each side that is not counted: it fills caches.</summary>
    /// <param name="pairs">How many.</param>
    /// <param name="first">Measures the first side.</param>
    /// <param name="second">Measures the second side.</param>
    /// <param name="measured">Hears of each pair: its number from 1, and both samples.</param>
    /// <returns>The samples of the pairs, in the order of their measurement.</returns>
    public static IReadOnlyList<(Sample First, Sample Second)> Measure(
        int pairs, Func<Sample> first, Func<Sample> second, Action<int, Sample, Sample>? measured = null)
    {
        first();
        second();
        var samples = new List<(Sample First, Sample Second)>();
        for (int pair = 1; pair <= pairs; pair++)
        {
            bool firstBegins = pair % 2 == 1;
            Sample a = firstBegins ? first() : second();
            Sample b = firstBegins ? second() : first();
            samples.Add(firstBegins ? (a, b) : (b, a));
            measured?.Invoke(pair, samples[^1].First, samples[^1].Second);
        }

        return samples;
    }
}

/// <summary>What one process gave.</summary>
/// <param name="Rate">Its speed; more is better.</param>
/// <param name="Hash">The hash of its results; null if it has none.</param>
internal sealed record Sample(double Rate, string? Hash);
