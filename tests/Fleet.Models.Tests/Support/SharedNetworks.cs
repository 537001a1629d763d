using System.Collections.Concurrent;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Support;

/// <summary>Networks and pictures that several tests share; each is made once in a run of the tests.</summary>
internal static class SharedNetworks
{
    private static readonly ConcurrentDictionary<ulong, Lazy<TrainedNetwork>> MnistBySeed = new();
    private static readonly ConcurrentDictionary<ulong, Lazy<TrainedNetwork>> SmallBySeed = new();
    private static readonly Lazy<LabelledData> LazyMnist = new(() => new DatasetLoader(MnistFiles.Locations).Load(DatasetCatalog.Mnist));
    private static readonly Lazy<LabelledData> LazySmall = new(() => new LabelledData(
        SyntheticDigits.Draw(DatasetInfo.Train, 600), SyntheticDigits.Draw(DatasetInfo.Test, 200)));

    public static NetworkSpec LeNet5 { get; } =
        NetworkCatalog.TryFind("lenet5", out NetworkSpec? spec) ? spec : throw new InvalidOperationException("No lenet5.");

    /// <summary>600 synthetic digits to learn from and 200 to judge on.</summary>
    public static LabelledData SmallData => LazySmall.Value;

    /// <summary>MNIST; only for tests that are not skipped.</summary>
    public static LabelledData Mnist => LazyMnist.Value;

    /// <summary>LeNet-5 with initial weights: for rules that do not depend on what was learned. The caller disposes of it.</summary>
    public static TrainedNetwork Untrained(ulong seed = 1) => new(LeNet5, WeightInitializer.Draw(LeNet5, seed));

    /// <summary>LeNet-5 that has learned <see cref="SmallData"/>, about nine of ten test digits. Never disposed of.</summary>
    public static TrainedNetwork OnSmallData(ulong seed) => SmallBySeed
        .GetOrAdd(seed, s => new Lazy<TrainedNetwork>(() => Trainer.Train(LeNet5, SmallData, new TrainingSettings(s, Epochs: 8, BatchSize: 50))))
        .Value;

    /// <summary>LeNet-5 after the default training on MNIST. Never disposed of.</summary>
    public static TrainedNetwork OnMnist(ulong seed) => MnistBySeed
        .GetOrAdd(seed, s => new Lazy<TrainedNetwork>(() => Trainer.Train(LeNet5, Mnist, new TrainingSettings(s))))
        .Value;
}
