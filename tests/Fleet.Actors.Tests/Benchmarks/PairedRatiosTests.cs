using Fleet.Actors.Shell;
using Fleet.Benchmarks.Comparing;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests.Benchmarks;

/// <summary>How the benchmark "compare" judges: two sides in turn, and an interval for the median of their ratios.</summary>
public sealed class PairedRatiosTests
{
    // Tables of the sign test, two-sided at 5 %: the greatest rank and its exact coverage.
    [Theory]
    [InlineData(6, 1, 1 - (2 * 1 / 64.0))]
    [InlineData(8, 1, 1 - (2 * 1 / 256.0))]
    [InlineData(9, 2, 1 - (2 * 10 / 512.0))]
    [InlineData(11, 2, 1 - (2 * 12 / 2048.0))]
    [InlineData(21, 6, 1 - (2 * 27896 / 2097152.0))]
    [InlineData(50, 18, 0.9672)]
    public void The_ranks_are_those_of_the_sign_test(int n, int rank, double coverage)
    {
        (int actual, double covered) = PairedRatios.Rank(n);
        Assert.Equal(rank, actual);
        Assert.Equal(coverage, covered, 4);
    }

    [Fact]
    public void The_interval_lies_between_the_sixth_smallest_and_the_sixth_largest_of_21()
    {
        double[] shuffled = [.. Enumerable.Range(0, 21).Select(i => (double)(i * 8 % 21))];
        var ratios = new PairedRatios(shuffled);
        Assert.Equal((10, 5, 15), (ratios.Median, ratios.Low, ratios.High));
        Assert.Equal(0.9734, ratios.Coverage, 4);
    }

    [Fact]
    public void The_median_of_an_even_number_lies_between_the_two_in_the_middle()
    {
        var ratios = new PairedRatios([1, 2, 3, 4, 50, 60]);
        Assert.Equal((3.5, 1, 60), (ratios.Median, ratios.Low, ratios.High));
    }

    [Fact]
    public void Fewer_than_six_pairs_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedRatios([1, 1, 1, 1, 1]));

    [Fact]
    public void An_interval_holds_the_true_median_of_a_skewed_distribution_as_often_as_it_says()
    {
        const int Trials = 20_000;
        int held = 0;
        var random = new CounterRandom(1, 2, RandomPurpose.Arrival);
        for (int trial = 0; trial < Trials; trial++)
        {
            var ratios = new PairedRatios([.. Enumerable.Range(0, 21).Select(_ => -Math.Log(1 - random.NextDouble()))]);
            held += ratios.Low <= Math.Log(2) && Math.Log(2) <= ratios.High ? 1 : 0;
        }

        // Five standard deviations.
        double expected = PairedRatios.Rank(21).Coverage;
        double deviation = 5 * Math.Sqrt(expected * (1 - expected) / Trials);
        Assert.InRange((double)held / Trials, expected - deviation, expected + deviation);
    }

    [Fact]
    public void Sides_alternate_and_who_begins_changes_from_pair_to_pair()
    {
        string order = string.Empty;
        int a = 0;
        int b = 100;
        IReadOnlyList<(Sample First, Sample Second)> pairs = Alternation.Measure(
            3,
            () =>
            {
                order += 'A';
                return new Sample(a++, null);
            },
            () =>
            {
                order += 'B';
                return new Sample(b++, null);
            });
        Assert.Equal("AB" + "AB" + "BA" + "AB", order); // the first pair is not counted
        Assert.Equal([(1, 101), (2, 102), (3, 103)], pairs.Select(pair => (pair.First.Rate, pair.Second.Rate)));
    }
}
