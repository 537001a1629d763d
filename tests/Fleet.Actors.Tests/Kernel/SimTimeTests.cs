using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Kernel;

public sealed class SimTimeTests
{
    [Theory]
    [InlineData(1.5, 1_500_000_000)]
    [InlineData(0.4e-9, 0)]
    [InlineData(1.6e-9, 2)]
    [InlineData(-2e-9, -2)]
    [InlineData(9.2e9, 9_200_000_000_000_000_000)]
    [InlineData(9.3e9, long.MaxValue)]
    [InlineData(1e300, long.MaxValue)]
    [InlineData(double.PositiveInfinity, long.MaxValue)]
    public void Seconds_become_the_nearest_nanosecond_or_never(double seconds, long nanoseconds)
    {
        Assert.Equal(nanoseconds, SimTime.FromSeconds(seconds).Nanoseconds);
        Assert.Equal(nanoseconds, SimTime.FromMilliseconds(1000 * seconds).Nanoseconds);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1e10)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_span_is_refused(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(() => SimTime.FromSeconds(seconds));

    [Fact]
    public void Decimals_and_delays_become_a_span_or_never()
    {
        Assert.Equal(new SimTime(2), SimTime.FromNanoseconds(1.5m));
        Assert.Equal(new SimTime(long.MaxValue - 1), SimTime.FromNanoseconds(long.MaxValue - 1));
        Assert.Equal(SimTime.Never, SimTime.FromNanoseconds(decimal.MaxValue));
        Assert.Equal(new SimTime(0), SimTime.FromNanoseconds(decimal.Negate(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimTime.FromNanoseconds(-1));
        Assert.Equal(SimTime.FromSeconds(3), SimTime.FromTimeSpan(TimeSpan.FromSeconds(3)));
        Assert.Equal(SimTime.Never, SimTime.FromTimeSpan(TimeSpan.MaxValue));
    }

    [Fact]
    public void A_sum_beyond_the_range_is_never_and_all_others_are_exact()
    {
        long[] values = [0, 1, -1, 1_000, -1_000, long.MaxValue / 2, (long.MaxValue / 2) + 1, long.MaxValue - 1, long.MaxValue];
        foreach (long a in values)
        {
            foreach (long b in values)
            {
                Int128 sum = (Int128)a + b;
                Assert.Equal(sum > long.MaxValue ? long.MaxValue : (long)sum, (new SimTime(a) + new SimTime(b)).Nanoseconds);
            }
        }
    }
}
