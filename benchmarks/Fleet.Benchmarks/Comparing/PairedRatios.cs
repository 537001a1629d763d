namespace Fleet.Benchmarks.Comparing;

/// <summary>
/// The median of ratios that were measured in pairs, and an interval for it that assumes nothing about how they are distributed.
/// </summary>
/// <remarks>
/// The number of values below the true median is binomial with probability 1/2, so the k-th smallest and the k-th largest of n
/// values enclose it with probability 1 - 2 P(Bin(n, 1/2) &lt; k) (David, Nagaraja, "Order Statistics", 2003, section 7.1).
/// </remarks>
internal sealed class PairedRatios
{
    /// <summary>The least number of pairs for which there is an interval of 95 %.</summary>
    public const int FewestPairs = 6;

    /// <summary>The least probability with which the interval holds the true median.</summary>
    public const double Confidence = 0.95;

    /// <summary>Judges ratios.</summary>
    /// <param name="ratios">At least <see cref="FewestPairs"/>, in any order.</param>
    public PairedRatios(IReadOnlyList<double> ratios)
    {
        if (ratios.Count < FewestPairs)
        {
            throw new ArgumentOutOfRangeException(nameof(ratios), ratios.Count, $"At least {FewestPairs} ratios are needed.");
        }

        double[] sorted = [.. ratios.Order()];
        int n = sorted.Length;
        (int rank, Coverage) = Rank(n);
        Median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        Low = sorted[rank - 1];
        High = sorted[n - rank];
    }

    /// <summary>The median.</summary>
    public double Median { get; }

    /// <summary>The lower end of the interval.</summary>
    public double Low { get; }

    /// <summary>The upper end of the interval.</summary>
    public double High { get; }

    /// <summary>The probability with which such an interval holds the true median; at least <see cref="Confidence"/>.</summary>
    public double Coverage { get; }

    /// <summary>The greatest k whose interval has the confidence, and the probability that it has.</summary>
    /// <param name="n">The number of values.</param>
    public static (int K, double Coverage) Rank(int n)
    {
        double below = 0; // P(Bin(n, 1/2) < k)
        double exactly = Math.Pow(0.5, n);
        int k = 0;
        while (below + exactly <= (1 - Confidence) / 2)
        {
            below += exactly;
            exactly *= (double)(n - k) / (k + 1);
            k++;
        }

        return (k, 1 - (2 * below));
    }
}
