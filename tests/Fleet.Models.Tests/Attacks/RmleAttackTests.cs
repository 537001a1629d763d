using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Costs;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class RmleAttackTests
{
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;
    private static readonly int[] Pictures = [.. Enumerable.Range(0, 6)];

    public static TheoryData<string, TotalVariationForm> ConvolutionalCuts
    {
        get
        {
            // Every cut with one form, and every form; the long suite has all pairs.
            string[] splits = ["conv1", "ReLU1", "pool1", "conv2", "ReLU2", "pool2"];
            var cases = new TheoryData<string, TotalVariationForm>();
            Array.ForEach(splits, split => cases.Add(split, TotalVariationForm.Paper));
            Array.ForEach(LongRun.Wanted ? splits : ["ReLU1"], split => cases.Add(split, TotalVariationForm.MeanSquared));
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(ConvolutionalCuts))]
    public void A_batch_gives_bit_for_bit_what_single_attacks_give(string split, TotalVariationForm form)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        RmleSettings settings = RmleDefaults.For(LeNet5, split, form) with { Iterations = LongRun.Cases(60, 120) };
        int pictures = LongRun.Cases(3, Pictures.Length);
        Tensor activations = Activations(network, split).narrow(0, 0, pictures);
        var attack = new RmleReconstructor(network, split, settings);
        Reconstruction batch = attack.Reconstruct(activations);
        Reconstruction[] singles = [.. Enumerable.Range(0, pictures).Select(i => attack.Reconstruct(activations.narrow(0, i, 1)))];

        Assert.Equal(singles.Select(single => single.Images[0]), batch.Images);
        Assert.Equal(singles.Select(single => single.Iterations), batch.IterationsByScene);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(1f)]
    public void The_attack_starts_from_the_constant_grey_whose_activation_comes_closest(float level)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        float normalised = (level - LeNet5.Normalization.Mean[0]) / LeNet5.Normalization.StandardDeviation[0];
        Tensor sent = network.Head(full([1, 1, 28, 28], normalised), "conv2");
        RmleSettings oneSmallStep = RmleDefaults.For(LeNet5, "conv2") with { Iterations = 1, LearningRate = 1e-3 };
        Reconstruction start = new RmleReconstructor(network, "conv2", oneSmallStep).Reconstruct(sent);
        Assert.All(start.Images[0], pixel => Assert.Equal(level, pixel, 2e-3f));
    }

    [Fact]
    public void Pictures_that_stand_still_end_early_each_at_its_own_time()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor activations = Activations(network, "conv1");
        RmleSettings settings = RmleDefaults.For(LeNet5, "conv1") with { Iterations = 2_000 };
        Reconstruction early = new RmleReconstructor(network, "conv1", settings).Reconstruct(activations);
        Reconstruction full = new RmleReconstructor(network, "conv1", settings with { Tolerance = 0, Iterations = 60 }).Reconstruct(activations);

        Assert.All(early.IterationsByScene, iterations => Assert.InRange(iterations, 50, 1_950));
        Assert.All(full.IterationsByScene, iterations => Assert.Equal(60, iterations));
        Assert.All(Psnr(early), psnr => Assert.True(psnr > 39, $"{psnr} dB"));
    }

    [Fact]
    public void More_messages_than_a_batch_holds_are_attacked_in_order()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor activations = Activations(network, "conv1");
        var attack = new RmleReconstructor(network, "conv1", RmleDefaults.For(LeNet5, "conv1") with { Iterations = 10 });
        IReadOnlyList<float[]> six = attack.Reconstruct(activations).Images;
        IReadOnlyList<float[]> many = attack.Reconstruct(activations.repeat(7, 1, 1, 1)).Images;

        Assert.Equal(42, many.Count);
        Assert.All(Enumerable.Range(0, 42), i => Assert.Equal(six[i % 6], many[i]));
    }

    [Fact]
    public void Reconstructions_are_pictures_in_the_unit_range()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        var attack = new RmleReconstructor(network, "fc3", RmleDefaults.For(LeNet5, "fc3") with { Iterations = 30 });

        Assert.All(attack.Reconstruct(Activations(network, "fc3")).Images, image =>
        {
            Assert.Equal(LeNet5.Input.Elements, image.Length);
            Assert.All(image, pixel => Assert.InRange(pixel, 0, 1));
        });
    }

    [Fact]
    public void The_simulated_cost_is_that_of_the_iteration_limit()
    {
        RmleSettings settings = RmleDefaults.For(LeNet5, "ReLU2") with { Iterations = 700, Tolerance = 1 };

        Assert.Equal(700 * 3 * SplitCost.Of(LeNet5, "ReLU2").EdgeFlops, RmleReconstructor.FlopsPerMessage(LeNet5, "ReLU2", settings));
    }

    [Theory]
    [InlineData(TotalVariationForm.Paper)]
    [InlineData(TotalVariationForm.MeanSquared)]
    public void The_objective_is_the_one_of_its_definition(TotalVariationForm form)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [3, 4], LeNet5, torch.CPU);
        Tensor activations = Activations(network, "conv1").narrow(0, 0, 2);
        var settings = new RmleSettings { Tv = form, TvWeight = 0.7 };
        (Tensor misfit, Tensor? computedVariation) = new RmleObjective(new AttackedHead(network, "conv1"), settings).Terms(pictures, new Observation(activations));
        double computed = (misfit + (computedVariation! * settings.TvWeight)).sum().item<float>();

        double expected = Enumerable.Range(0, 2).Sum(i =>
        {
            float[] features = network.Head(pictures.narrow(0, i, 1), "conv1").data<float>().ToArray();
            float[] sent = activations.narrow(0, i, 1).contiguous().data<float>().ToArray();
            double squares = features.Zip(sent, (f, v) => Math.Pow((double)f - v, 2)).Sum();
            double variation = PlainVariation.Of(pictures.narrow(0, i, 1).contiguous().data<float>().ToArray(), 28, form);
            return (form == TotalVariationForm.Paper ? squares : squares / features.Length) + (0.7 * variation);
        });
        Assert.Equal(1, computed / expected, 3e-3);
    }

    [Fact]
    public void An_attack_leaves_no_tensor_even_when_it_is_cancelled()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor activations = Activations(network, "ReLU2");
        var attack = new RmleReconstructor(network, "ReLU2", RmleDefaults.For(LeNet5, "ReLU2") with { Iterations = 200 });
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        attack.Reconstruct(activations);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        using var cancellation = new CancellationTokenSource();
        var cancelling = new Reports<AttackProgress>(_ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => attack.Reconstruct(activations, cancelling, cancellation.Token));
        Assert.Single(cancelling.Items);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Progress_counts_iterations_over_all_batches_and_the_loss_falls()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        var reports = new Reports<AttackProgress>();
        new RmleReconstructor(network, "conv1", RmleDefaults.For(LeNet5, "conv1") with { Iterations = 120, Tolerance = 0 })
            .Reconstruct(Activations(network, "conv1").repeat(6, 1, 1, 1), reports);

        Assert.Equal([50, 100, 120, 170, 220, 240], reports.Items.Select(report => report.Iteration));
        Assert.All(reports.Items, report => Assert.Equal(240, report.Iterations));
        Assert.True(reports.Items[2].Loss < reports.Items[0].Loss);
    }

    [Fact]
    public void Settings_out_of_range_and_unknown_cuts_are_refused()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        RmleSettings good = RmleDefaults.For(LeNet5, "ReLU1");

        Assert.All(
            [good with { Iterations = 0 }, good with { LearningRate = 0 }, good with { TvWeight = -1 }, good with { TvWeight = double.NaN }, good with { Tolerance = double.NaN }],
            settings => Assert.Throws<ArgumentException>(() => new RmleReconstructor(network, "ReLU1", settings)));
        Assert.Throws<ArgumentException>(() => new RmleReconstructor(network, "relu1", good));
    }

    private static Tensor Activations(TrainedNetwork network, string split) =>
        network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, Pictures, LeNet5, torch.CPU), split);

    private static IEnumerable<double> Psnr(Reconstruction reconstruction) => reconstruction.Images.Select((image, i) =>
        ImageQuality.Psnr([.. SharedNetworks.SmallData.Test.Image(Pictures[i]).ToArray().Select(pixel => pixel / 255f)], image));
}
