using Fleet.Models.Statistics;

namespace Fleet.Models.Tests.Statistics;

public sealed class NearestRankTests
{
    [Fact]
    public void The_rank_is_the_least_one_that_so_many_percent_do_not_exceed()
    {
        for (int count = 1; count <= 250; count++)
        {
            for (int percent = 1; percent <= 100; percent++)
            {
                int rank = NearestRank.Of(count, percent);
                Assert.InRange(rank, 1, count);
                Assert.True(100 * rank >= percent * count && 100 * (rank - 1) < percent * count, $"{percent} % of {count} is not {rank}");
            }
        }
    }

    [Theory]
    [InlineData(12, 95, 12)]
    [InlineData(20, 95, 19)]
    [InlineData(21, 95, 20)]
    [InlineData(100, 99, 99)]
    [InlineData(101, 99, 100)]
    [InlineData(2, 50, 1)]
    [InlineData(3, 50, 2)]
    [InlineData(7, 100, 7)]
    [InlineData(0, 50, 0)]
    public void A_percentile_of_so_many_has_this_rank(int count, int percent, int rank) => Assert.Equal(rank, NearestRank.Of(count, percent));

    [Fact]
    public void No_count_overflows()
    {
        Assert.Equal(long.MaxValue, NearestRank.Of(long.MaxValue, 100));
        Assert.Equal((long)((((Int128)long.MaxValue * 999) + 999) / 1000), NearestRank.Of(long.MaxValue, 999, 1000));
    }

    [Theory]
    [InlineData(-1, 50)]
    [InlineData(1, 0)]
    [InlineData(1, 101)]
    public void Numbers_out_of_range_are_refused(int count, int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NearestRank.Of(count, percent));
}
