using Fleet.Models.Randomness;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Fleet.Models.Statistics;

/// <summary>Confidence intervals, two-sided and with equal tails.</summary>
public static class Intervals
{
    /// <summary>
    /// The Clopper-Pearson interval of a probability: it holds at least the stated confidence for any probability and
    /// number of trials.
    /// </summary>
    /// <remarks>
    /// For k of n the ends are the quantiles alpha/2 of Beta(k, n - k + 1) and 1 - alpha/2 of Beta(k + 1, n - k), with
    /// alpha = 1 - confidence; 0 for k = 0 and 1 for k = n (Clopper and Pearson, Biometrika 26, 1934).
    /// </remarks>
    /// <param name="successes">The number of successes, from 0 to <paramref name="samples"/>.</param>
    /// <param name="samples">The number of trials; without trials the interval is [0, 1].</param>
    /// <param name="confidence">The confidence, in (0, 1), such as 0.95.</param>
    public static Interval Binomial(int successes, int samples, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, samples);
        double tail = Tail(confidence);
        int failures = samples - successes;
        return new Interval(
            successes == 0 ? 0 : Beta.InvCDF(successes, failures + 1, tail),
            failures == 0 ? 1 : Beta.InvCDF(successes + 1, failures, 1 - tail));
    }

    /// <summary>
    /// Student's interval of the mean of independent values that are about normal: mean +- t s / sqrt(n), with t the
    /// quantile for n - 1 degrees of freedom and s the sample standard deviation.
    /// </summary>
    /// <param name="values">The values; the interval is undefined for fewer than two.</param>
    /// <param name="confidence">The confidence, in (0, 1), such as 0.95.</param>
    public static Interval Mean(IReadOnlyList<double> values, double confidence)
    {
        double tail = Tail(confidence);
        if (values.Count < 2)
        {
            return Interval.Undefined;
        }

        double mean = MeanOf(values);
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double t = StudentT.InvCDF(0, 1, values.Count - 1, 1 - tail);
        double half = t * Math.Sqrt(squares / (values.Count - 1) / values.Count);
        return new Interval(mean - half, mean + half);
    }

    /// <summary>
    /// The percentile bootstrap interval of the mean, for values that are far from normal: the quantiles of the means of
    /// samples drawn from the values with replacement (Efron, Annals of Statistics 7, 1979). The same arguments always
    /// give the same interval.
    /// </summary>
    /// <param name="values">The values; the interval is undefined for fewer than two.</param>
    /// <param name="confidence">The confidence, in (0, 1), such as 0.95.</param>
    /// <param name="seed">The seed of the resampling.</param>
    /// <param name="resamples">How many samples are drawn, at least 1.</param>
    public static Interval BootstrapMean(IReadOnlyList<double> values, double confidence, ulong seed, int resamples = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        double tail = Tail(confidence);
        if (values.Count < 2)
        {
            return Interval.Undefined;
        }

        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            var random = new CounterRandom(seed, entity: 0, RandomPurpose.Resampling, (ulong)r);
            double sum = 0;
            for (int i = 0; i < values.Count; i++)
            {
                sum += values[random.Next(values.Count)];
            }

            means[r] = sum / values.Count;
        }

        Array.Sort(means);
        return new Interval(Quantile(means, tail), Quantile(means, 1 - tail));
    }

    /// <summary>The arithmetic mean, summed in the order of the values.</summary>
    internal static double MeanOf(IReadOnlyList<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Count;
    }

    private static double Tail(double confidence) => confidence is > 0 and < 1
        ? (1 - confidence) / 2
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");

    private static double Quantile(double[] sorted, double probability) =>
        SortedArrayStatistics.QuantileCustom(sorted, probability, QuantileDefinition.R7);
}
