using Fleet.Models.Leakage;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Leakage;

public sealed class LeakageMeterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-judge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_judge_differs_from_the_network_and_identifies_originals_but_not_noise()
    {
        var settings = new TrainingSettings(Seed: 1, Epochs: 6, BatchSize: 50);
        Assert.NotEqual(settings.Seed, IdentificationJudge.SettingsFor(settings).Seed);
        Assert.NotEqual(SharedNetworks.LeNet5.Layers, IdentificationJudge.SpecFor(SharedNetworks.LeNet5).Layers);
        using IdentificationJudge judge = Judge(settings);
        float[][] originals = [.. Enumerable.Range(0, 100).Select(Original)];
        float[][] grey = [.. originals.Select(picture => picture.Select(_ => 0.5f).ToArray())];
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => (int)SharedNetworks.SmallData.Test.Labels.Span[i])];
        var meter = new LeakageMeter(SharedNetworks.LeNet5.Input, SsimConvention.Uniform7, judge);

        LeakageStatistics perfect = meter.Measure(originals, originals, labels, originals);
        LeakageStatistics nothing = meter.Measure(originals, grey, labels, grey);
        var identified = new OverSeeds(seed =>
        {
            using IdentificationJudge another = Judge(settings with { Seed = seed });
            return new LeakageMeter(SharedNetworks.LeNet5.Input, SsimConvention.Uniform7, another).Measure(originals, originals, labels, originals).Identified!.Value.Mean;
        });
        Assert.True(identified.Median > 0.6, $"{identified}");

        // One picture has one answer: it is right for the digits of one class.
        Assert.True(nothing.Identified!.Value.Mean < 0.3, $"{nothing.Identified}");
        Assert.Equal(1, perfect.Dependence!.DistanceCorrelation, 1e-9);
        Assert.Equal(0, nothing.Dependence!.DistanceCorrelation);
        Assert.Equal((1, 1, 0), (perfect.Recognisable, perfect.Ssim.Mean, perfect.Mse));
        Assert.Equal(perfect, meter.Measure(originals, originals, labels, originals));
    }

    [Fact]
    public void What_was_not_measured_is_absent()
    {
        float[] picture = Original(0);
        LeakageStatistics statistics = new LeakageMeter(SharedNetworks.LeNet5.Input).Measure([picture], [picture]);
        Assert.Null(statistics.Identified);
        Assert.Null(statistics.Dependence);
        Assert.Null(statistics.Fisher);
        Assert.Throws<ArgumentException>(() => new LeakageMeter(SharedNetworks.LeNet5.Input).Measure([picture], []));
    }

    private IdentificationJudge Judge(TrainingSettings settings) => IdentificationJudge.LoadOrTrain(
        new WeightStore(_folder), SharedNetworks.LeNet5, SharedNetworks.SmallData, settings);

    private static float[] Original(int index)
    {
        byte[] pixels = SharedNetworks.SmallData.Test.Image(index).ToArray();
        return [.. pixels.Select(pixel => pixel / 255f)];
    }
}
