namespace Fleet.Models.Statistics;

/// <summary>
/// The rule of every percentile here: nearest rank. The p-th percentile of n values in rising order is the ceil(p n / 100)-th,
/// the least one that p percent of the values do not exceed. It is always one of the values; nothing is interpolated.
/// </summary>
/// <remarks>Counted in whole numbers: 0.95 has no exact double, and a product that is off by one bit takes the next rank.</remarks>
public static class NearestRank
{
    private const int Percent = 100;

    /// <summary>The rank of a percentile, counted from 1; 0 if there are no values.</summary>
    /// <param name="count">The number of values, at least 0.</param>
    /// <param name="percent">From 1 to 100; 50 is the median.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static int Of(int count, int percent) => (int)Of(count, percent, Percent);

    /// <inheritdoc cref="Of(int, int)"/>
    public static long Of(long count, int percent) => Of(count, percent, Percent);

    /// <summary>The rank of the value that a share of the values does not exceed, counted from 1; 0 if there are no values.</summary>
    /// <param name="count">The number of values, at least 0.</param>
    /// <param name="parts">The numerator of the share, from 1 to <paramref name="of"/>.</param>
    /// <param name="of">The denominator of the share, such as 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static long Of(long count, int parts, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, of);

        // In two parts, so that no product leaves the range.
        (long whole, long rest) = Math.DivRem(count, of);
        return (whole * parts) + (((rest * parts) + of - 1) / of);
    }
}
