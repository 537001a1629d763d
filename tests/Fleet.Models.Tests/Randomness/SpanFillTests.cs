using CsCheck;
using Fleet.Models.Randomness;
using MathNet.Numerics.Distributions;

namespace Fleet.Models.Tests.Randomness;

/// <summary>The methods of <see cref="CounterRandom"/> and <see cref="Philox"/> that draw many numbers at once.</summary>
public sealed class SpanFillTests
{
    private const int Draws = 1_000_000;

    [Fact]
    public void Blocks_at_once_are_the_single_blocks() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.Int[0, 21]).Sample((a, b, c, d, keyA, keyB, count) =>
        {
            // Every third run lets the counter wrap round within the span.
            uint first = count % 3 == 0 ? uint.MaxValue - 5 : a;
            uint[] words = new uint[4 * count];
            Philox.Blocks(words, new PhiloxBlock(first, b, c, d), keyA, keyB);
            return Enumerable.Range(0, count).All(i =>
                Philox.Block(new PhiloxBlock(first + (uint)i, b, c, d), keyA, keyB)
                == new PhiloxBlock(words[4 * i], words[(4 * i) + 1], words[(4 * i) + 2], words[(4 * i) + 3]));
        });

    [Fact]
    public void Filling_a_span_gives_the_words_one_would_draw_singly() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 90].Array[1, 5]).Sample((seed, lengths) =>
        {
            var filled = new CounterRandom(seed, 4, RandomPurpose.Defense, 1UL << 40);
            var drawn = new CounterRandom(seed, 4, RandomPurpose.Defense, 1UL << 40);
            return lengths.All(length =>
            {
                uint[] words = new uint[length];
                filled.Fill(words);
                return words.All(word => word == drawn.NextUInt32());
            }) && filled.NextUInt32() == drawn.NextUInt32();
        });

    [Fact]
    public void Normal_numbers_follow_the_normal_law()
    {
        double[] values = new double[Draws];
        new CounterRandom(1, 1, RandomPurpose.Defense).FillGaussian(values);
        AssertLaw(values, x => Normal.CDF(0, 1, x));
    }

    [Fact]
    public void Normal_numbers_beyond_the_last_layer_follow_the_normal_law()
    {
        // About 2,580 of ten million lie beyond the start of the tail; the law there is the normal's, conditioned.
        const double tailStart = 3.6541528853610088;
        double[] values = new double[10_000_000];
        new CounterRandom(2, 1, RandomPurpose.Defense).FillGaussian(values);
        double[] tail = [.. values.Select(Math.Abs).Where(x => x > tailStart)];
        double beyond = 2 * Normal.CDF(0, 1, -tailStart);
        Assert.Equal(values.Length * beyond, tail.Length, 5 * Math.Sqrt(values.Length * beyond));
        AssertLaw(tail, x => 1 - (2 * Normal.CDF(0, 1, -x) / beyond));
    }

    [Fact]
    public void Normal_numbers_lie_between_the_ends_of_two_layers_as_the_normal_law_says()
    {
        // Where a point lies between the ends of its two layers (0 to 1) shows whether the refusal by height is right,
        // which is too fine for a test over all numbers: without it the mean is 0.5, by the law a little less.
        double[] ends = [.. NormalZiggurat.LayerEnds[1..].ToArray().Reverse()];
        double expected = 0;
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            double probability = 2 * (Normal.CDF(0, 1, ends[i + 1]) - Normal.CDF(0, 1, ends[i]));
            double firstMoment = 2 * (Normal.PDF(0, 1, ends[i]) - Normal.PDF(0, 1, ends[i + 1]));
            expected += (firstMoment - (ends[i] * probability)) / (ends[i + 1] - ends[i]);
        }

        double[] values = new double[4_000_000];
        new CounterRandom(3, 1, RandomPurpose.Defense).FillGaussian(values);
        double sum = 0;
        foreach (double x in values.Select(Math.Abs).Where(x => x < ends[^1]))
        {
            int above = Array.BinarySearch(ends, x);
            above = above >= 0 ? above + 1 : ~above;
            sum += (x - ends[above - 1]) / (ends[above] - ends[above - 1]);
        }

        double standardError = Math.Sqrt(1.0 / 12 / values.Length);
        Assert.Equal(expected, sum / values.Length, 3.5 * standardError);
        Assert.True(0.5 - expected > 8 * standardError);
    }

    [Fact]
    public void Laplace_numbers_follow_the_Laplace_law()
    {
        double[] values = new double[Draws];
        new CounterRandom(1, 1, RandomPurpose.Defense).FillLaplace(values);
        AssertLaw(values, x => x < 0 ? Math.Exp(x) / 2 : 1 - (Math.Exp(-x) / 2));
    }

    /// <summary>Kolmogorov-Smirnov: the largest distance of the distribution functions, refused at 1 in 10,000.</summary>
    private static void AssertLaw(double[] values, Func<double, double> distribution)
    {
        double[] sorted = [.. values.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = distribution(sorted[i]);
            distance = Math.Max(distance, Math.Max(expected - ((double)i / sorted.Length), ((double)(i + 1) / sorted.Length) - expected));
        }

        Assert.InRange(distance * Math.Sqrt(sorted.Length), 0, 2.226);
    }
}
