using CsCheck;
using Fleet.Models.Randomness;
using Fleet.Models.Statistics;
using MathNet.Numerics.Distributions;

namespace Fleet.Models.Tests.Statistics;

public sealed class IntervalsTests
{
    // k of n with the exact interval, from tables of the Clopper-Pearson interval.
    [Theory]
    [InlineData(5, 10, 0.95, 0.187086, 0.812914)]
    [InlineData(1, 10, 0.95, 0.002529, 0.445016)]
    [InlineData(8, 10, 0.95, 0.443905, 0.974789)]
    [InlineData(0, 10, 0.95, 0, 0.308497)]
    [InlineData(10, 10, 0.95, 0.691503, 1)]
    [InlineData(1, 1, 0.95, 0.025, 1)]
    [InlineData(0, 1, 0.95, 0, 0.975)]
    [InlineData(0, 0, 0.95, 0, 1)]
    public void Binomial_interval_is_that_of_Clopper_and_Pearson(int successes, int samples, double confidence, double low, double high)
    {
        Interval interval = Intervals.Binomial(successes, samples, confidence);
        Assert.Equal(low, interval.Low, 2e-6);
        Assert.Equal(high, interval.High, 2e-6);
    }

    [Fact]
    public void Each_end_of_the_binomial_interval_leaves_half_of_the_error_to_its_tail() =>
        Gen.Select(Gen.Int[2, 20_000], Gen.Double[0, 1], Gen.Double[0.5, 0.999]).Sample((samples, share, confidence) =>
        {
            int successes = Math.Clamp((int)(share * samples), 1, samples - 1);
            Interval interval = Intervals.Binomial(successes, samples, confidence);
            double tail = (1 - confidence) / 2;
            return Math.Abs(1 - Binomial.CDF(interval.Low, samples, successes - 1) - tail) < 1e-6
                && Math.Abs(Binomial.CDF(interval.High, samples, successes) - tail) < 1e-6;
        });

    [Fact]
    public void None_and_all_of_any_number_have_the_closed_form() =>
        Gen.Select(Gen.Int[1, 5_000_000], Gen.Double[0.5, 0.999]).Sample((samples, confidence) =>
        {
            double high = 1 - Math.Pow((1 - confidence) / 2, 1.0 / samples);
            Interval none = Intervals.Binomial(0, samples, confidence);
            Interval all = Intervals.Binomial(samples, samples, confidence);
            return none.Low == 0 && Math.Abs(none.High - high) < 1e-4 * high + 1e-12
                && all.High == 1 && Math.Abs(1 - all.Low - high) < 1e-4 * high + 1e-12;
        });

    // Two-sided quantiles of Student's t from its tables: n - 1 degrees of freedom.
    [Theory]
    [InlineData(2, 0.95, 12.7062)]
    [InlineData(2, 0.99, 63.6567)]
    [InlineData(5, 0.95, 2.7764)]
    [InlineData(11, 0.99, 3.1693)]
    [InlineData(31, 0.99, 2.7500)]
    [InlineData(121, 0.95, 1.9799)]
    public void Mean_interval_uses_the_quantile_of_Student(int samples, double confidence, double quantile)
    {
        // Values alternating about 7 and one 7 if their number is odd: the sample deviation is known.
        double[] values = [.. Enumerable.Range(0, samples).Select(i => i == samples - 1 && samples % 2 == 1 ? 7.0 : 7 + (i % 2 == 0 ? 1 : -1))];
        double deviation = Math.Sqrt(2.0 * (samples / 2) / (samples - 1));
        Interval interval = Intervals.Mean(values, confidence);
        Assert.Equal(quantile, interval.Width / 2 / deviation * Math.Sqrt(samples), 6e-5 * quantile);
        Assert.Equal(7, (interval.Low + interval.High) / 2, 1e-9);
    }

    [Fact]
    public void Fewer_than_two_values_define_no_interval_of_the_mean()
    {
        Assert.False(Intervals.Mean([], 0.95).IsDefined);
        Assert.False(Intervals.Mean([3], 0.95).IsDefined);
        Assert.False(Intervals.BootstrapMean([3], 0.95, seed: 1).IsDefined);
        Assert.Equal(new Interval(3, 3), Intervals.Mean([3, 3], 0.95));
    }

    [Fact]
    public void Mean_intervals_hold_the_true_mean_as_often_as_they_say()
    {
        int held = Enumerable.Range(0, 2_000).Count(run =>
        {
            double[] values = new double[8];
            new CounterRandom(5, (uint)run, RandomPurpose.Service).FillGaussian(values);
            return Intervals.Mean(values, 0.9).Contains(0);
        });
        Assert.True(Intervals.Binomial(held, 2_000, 0.999).Contains(0.9), $"{held} of 2000");
    }

    [Fact]
    public void Bootstrap_is_a_function_of_its_seed()
    {
        double[] values = [1, 2, 4, 8, 16];
        Assert.Equal(Intervals.BootstrapMean(values, 0.95, seed: 1), Intervals.BootstrapMean(values, 0.95, seed: 1));
        Assert.NotEqual(Intervals.BootstrapMean(values, 0.95, seed: 1), Intervals.BootstrapMean(values, 0.95, seed: 2));
    }

    [Fact]
    public void Bootstrap_of_many_normal_values_comes_near_Students_interval()
    {
        double[] values = new double[2_000];
        new CounterRandom(3, 0, RandomPurpose.Service).FillGaussian(values);
        Interval student = Intervals.Mean(values, 0.9);
        Interval bootstrap = Intervals.BootstrapMean(values, 0.9, seed: 1, resamples: 4_000);
        Assert.Equal(student.Low, bootstrap.Low, 0.05 * student.Width);
        Assert.Equal(student.High, bootstrap.High, 0.05 * student.Width);
    }

    [Fact]
    public void Bootstrap_stays_within_the_values() =>
        Gen.Select(Gen.Double[-10, 10].Array[2, 20], Gen.ULong).Sample((values, seed) =>
        {
            Interval interval = Intervals.BootstrapMean(values, 0.95, seed, resamples: 50);
            return interval.IsDefined && interval.Low >= values.Min() - 1e-12 && interval.High <= values.Max() + 1e-12;
        });

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_confidence_outside_0_and_1_is_refused(double confidence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Binomial(1, 2, confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Mean([1, 2], confidence));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.BootstrapMean([1, 2], confidence, seed: 1));
    }

    [Fact]
    public void More_successes_than_trials_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals.Binomial(3, 2, 0.95));

    [Fact]
    public void An_interval_contains_its_ends_and_the_undefined_one_nothing()
    {
        var interval = new Interval(1, 2);
        Assert.True(interval.Contains(1) && interval.Contains(2) && !interval.Contains(2.1) && !interval.Contains(0.9));
        Assert.False(Interval.Undefined.Contains(0));
        Assert.False(Interval.Undefined.IsDefined);
    }
}
