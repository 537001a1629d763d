using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Models.Tests.Leakage;

public sealed class LeakageStatisticsTests
{
    [Fact]
    public void Values_are_means_over_the_pictures_with_a_bootstrap_interval()
    {
        LeakageStatistics statistics = LeakageStatistics.Of(
            [new ImageScore(0.1, 10, 0.2), new ImageScore(0.01, 20, 0.4), new ImageScore(0.001, 30, 0.9)]);
        Assert.Equal(3, statistics.Samples);
        Assert.Equal(0.037, statistics.Mse, 1e-12);
        Assert.Equal(20, statistics.PsnrDb.Mean, 1e-12);
        Assert.Equal(0.5, statistics.Ssim.Mean, 1e-12);

        // One resample in 27 has the mean 10 and three have 13.3, so the lower quantile is one of the two or between them.
        Assert.Equal(Intervals.BootstrapMean([10, 20, 30], 0.95, seed: 0), statistics.PsnrDb.Ci95);
        Assert.InRange(statistics.PsnrDb.Ci95.Low, 10, 14);
        Assert.InRange(statistics.PsnrDb.Ci95.High, 26, 30);
    }

    [Fact]
    public void A_picture_counts_as_recognisable_only_above_the_threshold()
    {
        LeakageStatistics statistics = LeakageStatistics.Of(
            [new ImageScore(0, 100, 0.3), new ImageScore(0, 100, 0.30001), new ImageScore(0, 100, -0.5), new ImageScore(0, 100, 1)]);
        Assert.Equal(0.5, statistics.Recognisable);
        Assert.Equal(Intervals.Binomial(2, 4, 0.95), statistics.RecognisableShare.Ci95);
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
