using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>The distributions that drawing needs.</summary>
internal static class DrawingRandom
{
    /// <summary>Standard deviation of the sum of four independent uniform bytes: sqrt(4 (256^2 - 1) / 12).</summary>
    private const double SumOfFourBytes = 147.80053;

    /// <summary>Uniform in [low, high).</summary>
    public static double Uniform(this CounterRandom random, double low, double high) => low + ((high - low) * random.NextDouble());

    /// <summary>
    /// Bell-shaped with mean 0 and standard deviation 1, within +-3.46: the sum of four random bytes, one word's worth.
    /// Much cheaper than a normal number, of which drawing needs several hundred per picture, and free of outliers.
    /// </summary>
    public static double Bell(this CounterRandom random)
    {
        uint word = random.NextUInt32();
        uint sum = (word & 0xFF) + ((word >> 8) & 0xFF) + ((word >> 16) & 0xFF) + (word >> 24);
        return (sum - 510.0) / SumOfFourBytes;
    }
}
