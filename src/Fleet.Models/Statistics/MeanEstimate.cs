namespace Fleet.Models.Statistics;

/// <summary>The mean of a sample and how well it is known.</summary>
/// <param name="Mean">The mean; NaN for an empty sample.</param>
/// <param name="Ci95">The 95 % confidence interval of the mean; undefined for fewer than two values.</param>
public readonly record struct MeanEstimate(double Mean, Interval Ci95)
{
    private const double Confidence = 0.95;

    /// <summary>Stands for a mean that does not exist.</summary>
    public static MeanEstimate Unknown { get; } = new(double.NaN, Interval.Undefined);

    /// <summary>A value that has no interval.</summary>
    public static MeanEstimate Exactly(double value) => new(value, Interval.Undefined);

    /// <summary>The mean of a sample with its percentile bootstrap interval. Equal arguments give equal intervals.</summary>
    /// <param name="values">The values.</param>
    /// <param name="seed">The seed of the resampling.</param>
    public static MeanEstimate Of(IReadOnlyList<double> values, ulong seed = 0) =>
        new(values.Count == 0 ? double.NaN : Intervals.MeanOf(values), Intervals.BootstrapMean(values, Confidence, seed));

    /// <summary>
    /// The share of hits, in [0, 1], with the Clopper-Pearson interval: a bootstrap of few hits, or of none, would claim to
    /// know the share too well.
    /// </summary>
    /// <param name="hits">Whether each trial was a hit.</param>
    public static MeanEstimate OfShare(IReadOnlyList<bool> hits)
    {
        int count = hits.Count(hit => hit);
        return new(hits.Count == 0 ? double.NaN : (double)count / hits.Count, Intervals.Binomial(count, hits.Count, Confidence));
    }
}
