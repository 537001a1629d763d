namespace Fleet.Models.Statistics;

/// <summary>The mean of a sample and how well it is known.</summary>
/// <param name="Mean">The mean; NaN for an empty sample.</param>
/// <param name="Ci95">The 95 % confidence interval of the mean; undefined for fewer than two values.</param>
public readonly record struct MeanEstimate(double Mean, Interval Ci95)
{
    /// <summary>The mean of a sample with Student's interval.</summary>
    public static MeanEstimate Of(IReadOnlyList<double> values) =>
        new(values.Count == 0 ? double.NaN : Intervals.MeanOf(values), Intervals.Mean(values, 0.95));
}
