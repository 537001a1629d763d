using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>A metric over the replications of a cell.</summary>
/// <param name="Mean">The mean over the replications; NaN where there is no value.</param>
/// <param name="Ci95">Student's t interval of the mean; NaN where there are fewer than two values.</param>
public sealed record Estimate(double Mean, Interval Ci95)
{
    private const double Confidence = 0.95;

    /// <summary>No value.</summary>
    public static Estimate None { get; } = new(double.NaN, Interval.Undefined);

    /// <summary>The mean of one value per replication; replications without a value (NaN) are left out.</summary>
    public static Estimate Of(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        return known.Length == 0 ? None : new Estimate(known.Average(), Intervals.Mean(known, Confidence));
    }
}
