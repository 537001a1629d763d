using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>What holds for every attack, with settings so small that nothing is recovered.</summary>
public sealed class AttackInterfaceTests
{
    internal const string Split = "ReLU2";
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;

    public static TheoryData<string> Names => [.. AttackCatalog.BuiltIn.Names];

    [Fact]
    public void The_catalogue_has_the_six_attacks_by_their_names()
    {
        Assert.Equal(["rmle", "lm", "inverse-network", "shadow-rmle", "unsplit", "learned-prior"], AttackCatalog.BuiltIn.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_gives_one_picture_in_the_unit_range_for_each_scene(string name)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var transmissions = new Transmissions(Activations(network, 5), [0, 1, 0, 2, 1]);
        Reconstruction reconstruction = Reconstruct(name, network, transmissions);

        Assert.Equal(3, reconstruction.Images.Count);
        Assert.Equal(3, reconstruction.IterationsByScene.Count);
        Assert.All(reconstruction.Images, image =>
        {
            Assert.Equal(LeNet5.Input.Elements, image.Length);
            Assert.All(image, pixel => Assert.InRange(pixel, 0, 1));
        });
    }

    [Theory]
    [InlineData("shadow-rmle")]
    [InlineData("unsplit")]
    public void Layers_with_batch_normalisation_are_imitated_too(string name)
    {
        var normed = new NetworkSpec(
            "normed", LeNet5.Input, LeNet5.Classes, LeNet5.Normalization,
            [new Convolution("conv1", 1, 2, 3, 1), new BatchNorm("bn1", 2), new Relu("relu1"), new Linear("fc", 2 * 28 * 28, 10)]);
        using var scope = NewDisposeScope();
        using var network = new TrainedNetwork(normed, WeightInitializer.Draw(normed, 1));
        AttackerKnowledge knowledge = name == "unsplit"
            ? new QueryFree(HeadStructure.Same(normed, "relu1"))
            : new BlackBox(
                new QueryOracle(network, "relu1", DefenseChain.None, seed: 1),
                new PictureQueries(SharedNetworks.SmallData.Test),
                HeadStructure.Same(normed, "relu1"));
        MessageKey[] keys = [new(1, 0, 0), new(1, 1, 1)];
        Tensor activations = new ActivationSource(network, SharedNetworks.SmallData.Test, 1).Activations(keys, "relu1", DefenseChain.None);
        using IReconstructor reconstructor = SmallAttacks.Of(name).Prepare(AttackTarget.Of(normed, "relu1", knowledge, DefenseChain.None));
        Assert.Equal(2, reconstructor.Reconstruct(new Transmissions(activations)).Images.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_attacks_recover_equal_pictures(string name)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var transmissions = new Transmissions(Activations(network, 2));

        Assert.Equal(Reconstruct(name, network, transmissions).Images, Reconstruct(name, network, transmissions).Images);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_leaves_no_tensor_even_when_it_is_cancelled(string name)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var transmissions = new Transmissions(Activations(network, 2));
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Reconstruct(name, network, transmissions);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        using var cancellation = new CancellationTokenSource();
        var cancelling = new Reports<AttackProgress>(_ => cancellation.Cancel());
        Assert.Throws<OperationCanceledException>(() => Reconstruct(name, network, Many(transmissions), cancelling, cancellation.Token));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        // More than a batch of any attack, so that each has something left to cancel.
        Transmissions Many(Transmissions few)
        {
            using var inner = NewDisposeScope();
            Tensor repeated = few.Activations.repeat(40, 1, 1, 1).MoveToOuterDisposeScope();
            before++;
            return new Transmissions(repeated);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Progress_goes_up_to_its_limit_and_never_beyond(string name)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var reports = new Reports<AttackProgress>();
        Reconstruct(name, network, new Transmissions(Activations(network, 2)), reports);

        Assert.NotEmpty(reports.Items);
        Assert.All(reports.Items, report => Assert.InRange(report.Iteration, 1, report.Iterations));
        Assert.Equal(reports.Items[^1].Iterations, reports.Items[^1].Iteration);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_cost_is_positive_and_does_not_depend_on_the_messages(string name)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        AttackCost cost = SmallAttacks.Of(name).Cost(Target(name, network).Outline);

        Assert.True(cost.FlopsPerScene > 0);
        Assert.Equal(name is "inverse-network" or "shadow-rmle" or "learned-prior", cost.PreparationFlops > 0);
        Assert.Equal(name == "inverse-network" ? 200 : 0, cost.Queries);
    }

    [Fact]
    public void Knowledge_that_offers_too_little_is_refused_with_what_is_needed()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        AttackTarget queryFree = AttackTarget.Of(LeNet5, Split, new QueryFree(HeadStructure.Same(LeNet5, Split)), knownDefense: null);
        ArgumentException problem = Assert.Throws<ArgumentException>(() => new RmleAttack().Prepare(queryFree));

        Assert.Contains("Attack rmle needs (Weights); query-free knowledge offers (Structure).", problem.Message, StringComparison.Ordinal);
        AttackTarget noPictures = AttackTarget.Of(LeNet5, Split, new WhiteBox(network), knownDefense: null);
        Assert.Throws<ArgumentException>(() => new LearnedPriorAttack().Prepare(noPictures));
        Assert.Throws<ArgumentException>(() => new InverseNetworkAttack().Prepare(noPictures));
    }

    [Fact]
    public void A_timed_run_reads_the_clock_it_is_given()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var stream = new SceneStream(1, (_, count) => new Transmissions(Activations(network, count)), (_, _) => { });
        AttackRun run = AttackRun.Measure(SmallAttacks.Of("rmle"), Target("rmle", network), stream, new SteppingClock());

        Assert.Equal(TimeSpan.FromSeconds(1), run.Preparation);
        Assert.Equal(TimeSpan.FromSeconds(1), run.Work);
    }

    [Fact]
    public void Scenes_without_messages_and_scenes_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor activations = zeros(3, 4);

        Assert.Throws<ArgumentException>(() => new Transmissions(activations, [0, 1]));
        Assert.Throws<ArgumentException>(() => new Transmissions(activations, [0, 2, 2]));
        Assert.Equal([0, 2], new Transmissions(activations, [0, 1, 0]).Messages[0]);
    }

    private static Reconstruction Reconstruct(
        string name,
        TrainedNetwork network,
        Transmissions transmissions,
        IProgress<AttackProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using IReconstructor reconstructor = SmallAttacks.Of(name).Prepare(Target(name, network), progress, cancellationToken);
        return reconstructor.Reconstruct(transmissions, progress, cancellationToken);
    }

    internal static AttackTarget Target(string name, TrainedNetwork network)
    {
        NetworkSpec structure = HeadStructure.Same(LeNet5, Split);
        AttackerKnowledge knowledge = name switch
        {
            "inverse-network" => new BlackBox(
                new QueryOracle(network, Split, DefenseChain.None, seed: 1), new PictureQueries(SharedNetworks.SmallData.Test)),
            "shadow-rmle" => new QueryFree(structure, new CloudHalf(network, Split), SharedNetworks.SmallData.Train),
            "unsplit" => new QueryFree(structure),
            _ => new WhiteBox(network, SharedNetworks.SmallData.Train),
        };
        return AttackTarget.Of(LeNet5, Split, knowledge, DefenseChain.None);
    }

    private static Tensor Activations(TrainedNetwork network, int messages) => network.Head(
        PictureTensor.Load(SharedNetworks.SmallData.Test, [.. Enumerable.Range(0, messages)], LeNet5, torch.CPU), Split);

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
