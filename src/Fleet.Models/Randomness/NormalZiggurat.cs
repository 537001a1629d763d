using System.Runtime.CompilerServices;

namespace Fleet.Models.Randomness;

/// <summary>
/// Standard normal numbers by the ziggurat method with 256 layers (Marsaglia and Tsang, Journal of Statistical Software
/// 5(8), 2000), sign, layer and position within it from separate bits (Doornik 2005). Tables and draws use only
/// operations that IEEE 754 rounds exactly and <see cref="PortableMath"/>, so the numbers are the same bits everywhere.
/// </summary>
/// <remarks>
/// The density f(x) = exp(-x^2/2), x >= 0, is covered by 255 rectangles [0, x_i] x [f(x_i), f(x_(i+1))] and a base strip
/// with the tail beyond r = x_1, all of area v. A point in the part of its rectangle that lies below the curve whatever
/// its height is taken at once: 98.5 % of the draws.
/// </remarks>
public static class NormalZiggurat
{
    /// <summary>Words of 32 bits that a draw takes, unless its first point is refused.</summary>
    private const int WordsPerDraw = 2;

    private const int Layers = 256;
    private const int PositionBits = 53;
    private const double TailStart = 3.6541528853610088;
    private const double DensityAtTailStart = 0.001260285930498598;
    private const double LayerArea = 0.004928673233974658;

    // By layer: the right end; its density; the position scaled to it; the position below which a point is inside.
    private static readonly double[] Ends = new double[Layers + 1];
    private static readonly double[] Densities = new double[Layers + 1];
    private static readonly double[] Scales = new double[Layers];
    private static readonly long[] Inside = new long[Layers];

    static NormalZiggurat()
    {
        Ends[0] = LayerArea / DensityAtTailStart;
        Ends[1] = TailStart;
        Densities[1] = DensityAtTailStart;
        for (int i = 2; i < Layers; i++)
        {
            Densities[i] = Densities[i - 1] + (LayerArea / Ends[i - 1]);
            Ends[i] = Math.Sqrt(-2 * PortableMath.Log(Densities[i]));
        }

        Ends[Layers] = 0;
        Densities[Layers] = 1;
        for (int i = 0; i < Layers; i++)
        {
            Scales[i] = Ends[i] / (1L << PositionBits);
            Inside[i] = (long)(Ends[i + 1] / Ends[i] * (1L << PositionBits));
        }
    }

    /// <summary>The right ends x_i of the layers, from the base strip's to 0.</summary>
    internal static ReadOnlySpan<double> LayerEnds => Ends;

    /// <summary>Fills the span with independent standard normal numbers.</summary>
    public static void FillGaussian(this CounterRandom random, Span<double> values)
    {
        Span<uint> words = stackalloc uint[512];
        for (int start = 0; start < values.Length; start += words.Length / WordsPerDraw)
        {
            Span<double> part = values[start..Math.Min(values.Length, start + (words.Length / WordsPerDraw))];
            random.Fill(words[..(part.Length * WordsPerDraw)]);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = Draw(words[WordsPerDraw * i] | ((ulong)words[(WordsPerDraw * i) + 1] << 32), random);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Draw(ulong bits, CounterRandom random)
    {
        int layer = (int)(bits >> 1) & (Layers - 1);
        long position = (long)(bits >> (64 - PositionBits));
        double magnitude = position * Scales[layer];
        return position < Inside[layer] ? CounterRandom.WithSign(magnitude, bits) : DrawOutside(bits, random);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double DrawOutside(ulong bits, CounterRandom random)
    {
        while (true)
        {
            int layer = (int)(bits >> 1) & (Layers - 1);
            long position = (long)(bits >> (64 - PositionBits));
            double x = position * Scales[layer];
            if (position < Inside[layer])
            {
                return CounterRandom.WithSign(x, bits);
            }

            if (layer == 0)
            {
                return CounterRandom.WithSign(Tail(random), bits);
            }

            double height = Densities[layer] + (random.NextPositiveDouble() * (Densities[layer + 1] - Densities[layer]));
            if (-2 * PortableMath.Log(height) > x * x)
            {
                return CounterRandom.WithSign(x, bits);
            }

            bits = random.NextUInt64();
        }
    }

    /// <summary>A normal number above <see cref="TailStart"/> (Marsaglia, Technometrics 6, 1964).</summary>
    private static double Tail(CounterRandom random)
    {
        while (true)
        {
            double beyond = random.NextExponential(1 / TailStart);
            if (2 * random.NextExponential(1) > beyond * beyond)
            {
                return TailStart + beyond;
            }
        }
    }
}
