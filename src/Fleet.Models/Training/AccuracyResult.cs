using Fleet.Models.Statistics;

namespace Fleet.Models.Training;

/// <summary>How often a network answers correctly.</summary>
/// <param name="Correct">Pictures whose greatest score is at their label.</param>
/// <param name="Samples">Pictures judged, at least 1.</param>
public sealed record AccuracyResult(int Correct, int Samples)
{
    /// <summary>The share of correct answers, in [0, 1].</summary>
    public double Value => Correct / (double)Samples;

    /// <summary>The exact binomial interval that covers the true accuracy with 95 % confidence (Clopper, Pearson 1934).</summary>
    public Interval Ci95 => Intervals.Binomial(Correct, Samples, 0.95);
}
