using CsCheck;
using Fleet.Models.Randomness;
using MathNet.Numerics.Statistics;

namespace Fleet.Models.Tests.Randomness;

public sealed class CounterRandomTests
{
    private const int Draws = 200_000;

    [Fact]
    public void A_stream_is_a_function_of_its_key()
    {
        Assert.Equal(Words(new CounterRandom(7, 3, RandomPurpose.Arrival, 5)), Words(new CounterRandom(7, 3, RandomPurpose.Arrival, 5)));
    }

    [Fact]
    public void Every_part_of_the_key_changes_the_stream()
    {
        uint[][] streams =
        [
            Words(new CounterRandom(7, 3, RandomPurpose.Arrival, 5)),
            Words(new CounterRandom(8, 3, RandomPurpose.Arrival, 5)),
            Words(new CounterRandom(7, 4, RandomPurpose.Arrival, 5)),
            Words(new CounterRandom(7, 3, RandomPurpose.Input, 5)),
            Words(new CounterRandom(7, 3, RandomPurpose.Arrival, 6)),
            Words(new CounterRandom(7, 3, RandomPurpose.Arrival, 5UL << 32)),
        ];
        Assert.Equal(streams.Length, streams.Select(words => string.Join(' ', words)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        var random = new CounterRandom(1, 1, RandomPurpose.Service);
        // Bounds of about five standard errors at this number of draws.
        AssertMoments(Sample(random.NextDouble), 0.5, 1.0 / 12, 0.004, 0.002);
        AssertMoments(Sample(() => random.NextExponential(2)), 2, 4, 0.025, 0.15);
    }

    [Fact]
    public void Integers_stay_in_their_range() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue]).Sample((seed, bound) =>
        {
            int value = new CounterRandom(seed, 0, RandomPurpose.Input).Next(bound);
            return value >= 0 && value < bound;
        });

    [Fact]
    public void Logarithm_agrees_with_the_platform_to_four_units_in_the_last_place() =>
        Gen.Double[1e-300, 1e300].Sample(x =>
            Math.Abs(PortableMath.Log(x) - Math.Log(x)) <= 4 * Math.BitIncrement(Math.Abs(Math.Log(x))) * 1.2e-16 + 1e-300);

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.9999999999999999)]
    [InlineData(1.0000000000000002)]
    [InlineData(0.5)]
    [InlineData(1.1102230246251565E-16)]
    public void Logarithm_is_right_where_it_is_delicate(double x) =>
        Assert.Equal(Math.Log(x), PortableMath.Log(x), 1e-15 * Math.Max(1e-16, Math.Abs(Math.Log(x))));

    private static uint[] Words(CounterRandom random) => [random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32(), random.NextUInt32()];

    private static double[] Sample(Func<double> draw) => Enumerable.Range(0, Draws).Select(_ => draw()).ToArray();

    private static void AssertMoments(double[] sample, double mean, double variance, double meanBound, double varianceBound)
    {
        Assert.Equal(mean, sample.Mean(), meanBound);
        Assert.Equal(variance, sample.Variance(), varianceBound);
    }
}
