using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Training;

public sealed class WeightStoreTests : IDisposable
{
    private static readonly TrainingSettings Quick = new(Seed: 1, Epochs: 1, BatchSize: 100, LearningRate: 2e-3);
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Stored_weights_are_loaded_instead_of_trained()
    {
        var store = new WeightStore(_folder);
        Assert.False(store.Contains(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick));
        (string trained, int firstReports) = Hash(store, Quick);
        (string loaded, int secondReports) = Hash(store, Quick);

        Assert.True(store.Contains(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick));
        Assert.Equal(trained, loaded);
        Assert.True(firstReports > 0);
        Assert.Equal(0, secondReports);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Damaged_weights_are_trained_again()
    {
        var store = new WeightStore(_folder);
        (string trained, _) = Hash(store, Quick);
        string path = store.PathOf(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick);
        byte[] good = File.ReadAllBytes(path);
        byte[] flipped = [.. good];
        flipped[^3] ^= 1;
        foreach (byte[] damaged in new[] { [], good[..100], good[..^1], flipped, new byte[good.Length] })
        {
            File.WriteAllBytes(path, damaged);
            Assert.False(store.Contains(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick));
            (string again, int reports) = Hash(store, Quick);
            Assert.Equal(trained, again);
            Assert.True(reports > 0);
            Assert.Equal(good, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Whatever_decides_the_weights_decides_the_file()
    {
        var store = new WeightStore(_folder);
        LabelledData data = SharedNetworks.SmallData;
        var otherTest = new LabelledData(data.Train, data.Train);
        var otherTrain = new LabelledData(data.Test, data.Test);
        NetworkSpec network = SharedNetworks.LeNet5;
        string path = store.PathOf(network, data, Quick);
        string[] others =
        [
            store.PathOf(network, data, Quick with { Seed = 2 }),
            store.PathOf(network, data, Quick with { Epochs = 2 }),
            store.PathOf(network, data, Quick with { BatchSize = 101 }),
            store.PathOf(network, data, Quick with { LearningRate = 0.0020001 }),
            store.PathOf(network, otherTrain, Quick),
            store.PathOf(network with { Normalization = new Normalization([0f], [1f]) }, data, Quick),
        ];

        Assert.Equal(path, store.PathOf(network, otherTest, Quick));
        Assert.Equal(others.Length + 1, others.Append(path).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_cancelled_training_stores_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => new WeightStore(_folder).LoadOrTrain(
            SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick, null, cancellation.Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static (string Hash, int Reports) Hash(WeightStore store, TrainingSettings settings)
    {
        var reports = new Reports<TrainingProgress>();
        using TrainedNetwork network = store.LoadOrTrain(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings, reports);
        return (network.WeightsHash, reports.Items.Count);
    }
}
