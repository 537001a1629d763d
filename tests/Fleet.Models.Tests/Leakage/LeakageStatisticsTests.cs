using Fleet.Models.Leakage;

namespace Fleet.Models.Tests.Leakage;

public sealed class LeakageStatisticsTests
{
    [Fact]
    public void Values_are_means_over_the_pictures_with_Students_interval()
    {
        LeakageStatistics statistics = LeakageStatistics.Of(
            [new ImageScore(0.1, 10, 0.2), new ImageScore(0.01, 20, 0.4), new ImageScore(0.001, 30, 0.9)]);
        Assert.Equal(3, statistics.Samples);
        Assert.Equal(0.037, statistics.Mse, 1e-12);
        Assert.Equal(20, statistics.PsnrDb.Mean, 1e-12);
        Assert.Equal(0.5, statistics.Ssim.Mean, 1e-12);

        // t(0.975; 2) = 4.302653, s = 10, so the half width is 4.302653 x 10 / sqrt(3).
        Assert.Equal(20 - 24.84138, statistics.PsnrDb.Ci95.Low, 1e-4);
        Assert.Equal(20 + 24.84138, statistics.PsnrDb.Ci95.High, 1e-4);
    }

    [Fact]
    public void A_picture_counts_as_recognisable_only_above_the_threshold()
    {
        LeakageStatistics statistics = LeakageStatistics.Of(
            [new ImageScore(0, 100, 0.3), new ImageScore(0, 100, 0.30001), new ImageScore(0, 100, -0.5), new ImageScore(0, 100, 1)]);
        Assert.Equal(0.5, statistics.Recognisable);
    }

    [Fact]
    public void Without_samples_nothing_is_defined()
    {
        LeakageStatistics statistics = LeakageStatistics.Of([]);
        Assert.Equal(0, statistics.Samples);
        Assert.Equal(double.NaN, statistics.Mse);
        Assert.Equal(double.NaN, statistics.PsnrDb.Mean);
        Assert.Equal(double.NaN, statistics.Recognisable);
        Assert.False(statistics.Ssim.Ci95.IsDefined);
    }

    [Fact]
    public void One_sample_has_a_mean_but_no_interval()
    {
        LeakageStatistics statistics = LeakageStatistics.Of([new ImageScore(0.1, 10, 0.2)]);
        Assert.Equal(10, statistics.PsnrDb.Mean);
        Assert.False(statistics.PsnrDb.Ci95.IsDefined);
    }
}
