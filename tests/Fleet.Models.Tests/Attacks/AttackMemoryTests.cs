using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>An attack's memory does not grow with the number of pictures.</summary>
public sealed class AttackMemoryTests
{
    private const string Split = "conv1";
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;

    public static TheoryData<string> Names => [.. AttackCatalog.BuiltIn.Names];

    [Fact]
    public void A_thousand_pictures_take_the_memory_of_a_hundred_and_leave_no_tensor()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        Attack(network, 100);
        Peak few = Attack(network, 100);
        Peak many = Attack(network, 1_000);

        Assert.Equal(0, few.TensorsLeft);
        Assert.Equal(0, many.TensorsLeft);
        Assert.Equal(few.Tensors, many.Tensors);

        // The activations of 1,000 pictures at conv1 alone would take 18 MB, the pictures 3 MB.
        Assert.InRange(many.ResidentBytes - few.ResidentBytes, long.MinValue, 8_000_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Portions_give_the_pictures_of_an_undivided_attack(string name)
    {
        const int Scenes = SceneStream.Portion + 2;
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor activations = network.Head(
            PictureTensor.Load(SharedNetworks.SmallData.Test, [.. Enumerable.Range(0, Scenes)], LeNet5, torch.CPU), AttackInterfaceTests.Split);
        AttackTarget target = AttackInterfaceTests.Target(name, network);
        using IReconstructor undivided = SmallAttacks.Of(name).Prepare(target);
        var portions = new List<float[]>();
        var reports = new Reports<AttackProgress>();
        var stream = new SceneStream(
            Scenes, (first, count) => new Transmissions(activations.narrow(0, first, count)), (_, recovered) => portions.AddRange(recovered.Images));
        AttackRun.Measure(SmallAttacks.Of(name), target, stream, TimeProvider.System, reports);

        Assert.Equal(undivided.Reconstruct(new Transmissions(activations)).Images, portions);
        Assert.Equal(reports.Items[^1].Iterations, reports.Items[^1].Iteration);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(8, 24, 23)]
    [InlineData(1, 24, 24)]
    public void Messages_of_another_shape_are_refused_instead_of_repeated(int channels, int height, int width)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        var attack = new RmleReconstructor(network, Split, RmleDefaults.For(LeNet5, Split));
        ArgumentException problem = Assert.Throws<ArgumentException>(() => attack.Reconstruct(zeros(2, channels, height, width)));

        Assert.StartsWith($"The messages have the shape {channels}x{height}x{width}; at this cut it is 8x24x24.", problem.Message, StringComparison.Ordinal);
    }

    private static Peak Attack(TrainedNetwork network, int pictures)
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        long tensors = 0, resident = 0;
        int recovered = 0;
        var watch = new Reports<AttackProgress>(_ =>
        {
            tensors = Math.Max(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);

            // Otherwise arrays that nobody needs any more count too, until somebody collects them.
            GC.Collect();
            resident = Math.Max(resident, Environment.WorkingSet);
        });
        var stream = new SceneStream(
            pictures,
            (first, count) => new Transmissions(network.Head(
                PictureTensor.Load(SharedNetworks.SmallData.Test, [.. Enumerable.Range(first, count).Select(i => i % SharedNetworks.SmallData.Test.Count)], LeNet5, torch.CPU), Split)),
            (_, part) => recovered += part.Images.Count);
        AttackTarget target = AttackTarget.Of(LeNet5, Split, new WhiteBox(network), knownDefense: null);
        AttackRun.Measure(new RmleAttack(new RmleSettings { Iterations = 5 }), target, stream, TimeProvider.System, watch);
        Assert.Equal(pictures, recovered);
        return new Peak(tensors, resident, DisposeScopeManager.Statistics.ThreadTotalLiveCount - before);
    }

    private sealed record Peak(long Tensors, long ResidentBytes, long TensorsLeft);
}
