using Fleet.Models.Leakage;
using Fleet.Models.Statistics;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Leakage;

public sealed class LeakageMetricsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-judge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_judge_differs_from_the_network_and_identifies_originals_but_not_noise()
    {
        var settings = new TrainingSettings(Seed: 1, Epochs: 6, BatchSize: 50);
        Assert.NotEqual(settings.Seed, IdentificationJudge.SettingsFor(settings).Seed);
        Assert.NotEqual(SharedNetworks.LeNet5.Layers, IdentificationJudge.SpecFor(SharedNetworks.LeNet5).Layers);
        float[][] originals = [.. Enumerable.Range(0, 100).Select(Original)];
        float[][] grey = [.. originals.Select(picture => picture.Select(_ => 0.5f).ToArray())];
        var identified = new OverSeeds(seed => Identified(settings with { Seed = seed }, originals));
        Assert.True(identified.Median > 0.6, $"{identified}");

        // One picture has one answer: it is right for the digits of one class.
        Assert.True(Identified(settings, grey) < 0.3);
    }

    [Fact]
    public void Means_of_pictures_have_a_bootstrap_interval()
    {
        MeanEstimate psnr = Over(LeakageMetrics.PsnrDb, 10, 20, 30);
        Assert.Equal(20, psnr.Mean, 1e-12);

        // One resample in 27 has the mean 10 and three have 13.3, so the lower quantile is one of the two or between them.
        Assert.Equal(Intervals.BootstrapMean([10, 20, 30], 0.95, seed: 0), psnr.Ci95);
        Assert.InRange(psnr.Ci95.Low, 10, 14);
        Assert.InRange(psnr.Ci95.High, 26, 30);
        Assert.False(Over(LeakageMetrics.PsnrDb, 10).Ci95.IsDefined);
        Assert.Equal(MeanEstimate.Unknown, Over(LeakageMetrics.PsnrDb));
    }

    [Fact]
    public void A_picture_counts_as_recognisable_only_above_the_threshold()
    {
        MetricValues<double>[] pictures = [.. ((double[])[0.3, 0.30001, -0.5, 1]).Select(ssim => With(LeakageMetrics.Ssim, ssim))];
        MeanEstimate share = MetricValues.Over(pictures, LeakageMetrics.Recognisable);
        Assert.Equal(0.5, share.Mean);
        Assert.Equal(Intervals.Binomial(2, 4, 0.95), share.Ci95);
    }

    [Fact]
    public void A_share_leaves_out_pictures_at_which_nobody_looked()
    {
        Assert.Equal(0.5, Over(LeakageMetrics.Identified, 1, double.NaN, 0).Mean);
        Assert.Equal(MeanEstimate.Unknown, Over(LeakageMetrics.Identified, double.NaN));
    }

    [Fact]
    public void A_perfect_reconstruction_of_messages_that_are_the_pictures_shows_everything()
    {
        float[][] originals = [.. Enumerable.Range(0, 10).Select(Original)];
        MetricValues<double> picture = MetricValues.Of(new ReconstructedPicture(originals[0], originals[0], SharedNetworks.LeNet5.Input));
        Assert.Equal((0, ImageQuality.MaxPsnrDb, 1, 1), (picture[LeakageMetrics.Mse], picture[LeakageMetrics.PsnrDb], picture[LeakageMetrics.Ssim], picture[LeakageMetrics.Recognisable]));
        Assert.True(double.IsNaN(picture[LeakageMetrics.Identified]));

        MetricValues<MeanEstimate> cut = MetricValues.Of(new CutSample(originals, originals, null), inExperiment: true);
        Assert.Equal(1, cut[LeakageMetrics.DistanceCorrelation].Mean, 1e-9);
        Assert.All([LeakageMetrics.Dfil, LeakageMetrics.DfilPsnrBoundDb, LeakageMetrics.DfilExact], metric => Assert.Equal(MeanEstimate.Unknown, cut[metric]));
        Assert.Equal(MeanEstimate.Unknown, MetricValues.Of(new CutSample(originals[..1], originals[..1], null), inExperiment: true)[LeakageMetrics.DistanceCorrelation]);
    }

    [Fact]
    public void Names_and_columns_of_metrics_differ()
    {
        Assert.Equal(LeakageMetrics.All.Count, LeakageMetrics.All.Select(metric => metric.Name).Distinct().Count());
        Assert.All(LeakageMetrics.All.Where(metric => metric.Column is not null).GroupBy(metric => metric.Column), same => Assert.Single(same));
        Assert.All(LeakageMetrics.All, metric => Assert.True(metric.OfPicture is not null ^ metric.OfCut is not null ^ metric.From is not null, metric.Name));
    }

    private double Identified(TrainingSettings settings, float[][] pictures)
    {
        using IdentificationJudge judge = IdentificationJudge.LoadOrTrain(new WeightStore(_folder), SharedNetworks.LeNet5, SharedNetworks.SmallData, settings);
        bool[] identified = judge.Identifies(pictures, [.. Enumerable.Range(0, pictures.Length).Select(i => (int)SharedNetworks.SmallData.Test.Labels.Span[i])]);
        return identified.Count(hit => hit) / (double)identified.Length;
    }

    private static MeanEstimate Over(LeakageMetric metric, params double[] values) => MetricValues.Over(values.Select(value => With(metric, value)), metric);

    private static MetricValues<double> With(LeakageMetric given, double value) => MetricValues.OfPicture(metric => metric == given ? value : 0);

    private static float[] Original(int index)
    {
        byte[] pixels = SharedNetworks.SmallData.Test.Image(index).ToArray();
        return [.. pixels.Select(pixel => pixel / 255f)];
    }
}
