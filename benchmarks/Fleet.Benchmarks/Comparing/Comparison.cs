using System.Globalization;

namespace Fleet.Benchmarks.Comparing;

/// <summary>What alternating measurements of two sides gave.</summary>
/// <param name="Workload">What was measured.</param>
/// <param name="Unit">The unit of rates.</param>
/// <param name="Pairs">The samples.</param>
internal sealed record Comparison(string Workload, string Unit, IReadOnlyList<(Sample First, Sample Second)> Pairs)
{
    private readonly PairedRatios _ratios = new([.. Pairs.Select(pair => pair.Second.Rate / pair.First.Rate)]);

    /// <summary>The heading of <see cref="Row"/>.</summary>
    public static string Heading(string first, string second) =>
        $"{"workload",-15} {"unit",-12} {first,12} {second,12} {"ratio",7}  interval         pairs";

    /// <summary>One line of a table: the ratio is that of the second side's rate to the first's.</summary>
    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Workload,-15} {Unit,-12} {Figure(Median(p => p.First)),12} {Figure(Median(p => p.Second)),12} {_ratios.Median,7:F3}  {_ratios.Low:F3} to {_ratios.High:F3}   {Pairs.Count}{(SameResults ? string.Empty : "  other results")}");

    /// <summary>The same for programs.</summary>
    public object ForJson() => new
    {
        workload = Workload,
        unit = Unit,
        first = Median(p => p.First),
        second = Median(p => p.Second),
        ratio = _ratios.Median,
        low = _ratios.Low,
        high = _ratios.High,
        coverage = _ratios.Coverage,
        sameResults = SameResults,
        pairs = Pairs.Select(pair => new[] { pair.First.Rate, pair.Second.Rate }),
    };

    private bool SameResults => Pairs.SelectMany(pair => new[] { pair.First.Hash, pair.Second.Hash }).Distinct(StringComparer.Ordinal).Count() == 1;

    private double Median(Func<(Sample First, Sample Second), Sample> side) =>
        Pairs.Select(pair => side(pair).Rate).Order().ElementAt(Pairs.Count / 2);

    private static string Figure(double rate) => rate >= 1000
        ? rate.ToString("N0", CultureInfo.InvariantCulture)
        : rate.ToString("0.####", CultureInfo.InvariantCulture);
}
