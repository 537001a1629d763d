using Fleet.Models.Caching;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;

namespace Fleet.Models.Tests.Training;

/// <summary>A cache that cannot be written costs a warning and no more.</summary>
public sealed class UnwritableCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private readonly CacheFolder _cache;

    // Below a file there is no folder, whoever asks.
    public UnwritableCacheTests() => _cache = new CacheFolder(Path.Combine(_folder.Write("file", ""), "weights"), _warnings.Add);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_cannot_be_written_is_used_from_memory_and_told_once()
    {
        var store = new WeightStore(_cache);
        var settings = new TrainingSettings(1, Epochs: 1);
        TrainedOnce trained = new(_warnings);
        using TrainedNetwork first = store.LoadOrTrain(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings, trained);
        int told = trained.Reports;
        Assert.True(told > 0);
        Assert.True(trained.WarnedBefore, "The warning comes after the training.");
        Assert.True(store.Contains(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings));
        using TrainedNetwork second = store.LoadOrTrain(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings, trained);
        Assert.Equal((first.WeightsHash, told), (second.WeightsHash, trained.Reports));

        Assert.True(DefenseCatalog.BuiltIn.TryParse("nopeek:2", out DefenseChain defense, out _));
        var defended = new DefendedNetworkStore(store);
        using DefendedNetwork learned = defended.LoadOrTrain(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings, "ReLU2", defense);
        Assert.True(defended.Contains(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings, "ReLU2", defense));
        Assert.Contains("weights cannot be written: ", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_counts_as_missing()
    {
        string path = _folder.PathOf("cache", "entry");
        var cache = new CacheFolder(_folder.PathOf("cache"), _warnings.Add);
        Assert.Null(cache.TryRead(path));
        cache.Write(path, stream => stream.WriteByte(7));
        Assert.Equal([7], cache.TryRead(path)!);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.PathOf("cache")));
        Directory.CreateDirectory(path + "2");
        Assert.Null(cache.TryRead(path + "2"));
        Assert.Empty(_warnings);
    }

    private sealed class TrainedOnce(List<string> warnings) : IProgress<TrainingProgress>
    {
        public int Reports { get; private set; }

        public bool WarnedBefore { get; private set; } = true;

        public void Report(TrainingProgress value)
        {
            Reports++;
            WarnedBefore &= warnings.Count == 1;
        }
    }
}
