using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Runs;

/// <summary>
/// Brings a scenario's network to life: loads the pictures, and loads or trains the weights. Keeps the last of each, so
/// that the runs of a sweep share them.
/// </summary>
internal sealed class NetworkProvider(DatasetLoader datasets, WeightStore weights) : IDisposable
{
    private LabelledData? _data;
    private TrainedNetwork? _network;
    private (string Network, string Data, TrainingSettings Training)? _networkKey;

    private static CacheFolders Cache => CacheFolders.Find(Environment.GetEnvironmentVariable);

    /// <summary>Where this process looks for data sets: the option, FLEETSIM_DATA, and the cache.</summary>
    public static DataLocations LocationsOfProcess(string? dataOption) =>
        new(dataOption, Environment.GetEnvironmentVariable(DataLocations.Variable), Cache.Data);

    /// <summary>The weights in the cache of this process.</summary>
    public static WeightStore WeightsOfProcess() => new(Cache.Weights);

    /// <summary>Data sets from <see cref="LocationsOfProcess"/>, weights from the cache.</summary>
    public static NetworkProvider OfProcess(string? dataOption) =>
        new(new DatasetLoader(LocationsOfProcess(dataOption)), WeightsOfProcess());

    /// <summary>Loads the data, then loads the weights from the cache or trains them.</summary>
    /// <returns>The network, owned by this provider, and its data.</returns>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public PreparedNetwork Prepare(ModelSection model, ProgressReporter progress, CancellationToken cancellation)
    {
        if (_data is null || _data.Test.Name != model.Data.Name)
        {
            _data = progress.Run("Data", stage => Load(model.Data.Name, stage, cancellation));
        }

        var key = (model.Network.Name, model.Data.Name, model.Training);
        if (_network is null || _networkKey != key)
        {
            _network?.Dispose();
            _network = null;
            _network = Train(model, _data, progress, cancellation);
            _networkKey = key;
        }

        return new PreparedNetwork(_network, _data);
    }

    /// <inheritdoc/>
    public void Dispose() => _network?.Dispose();

    private LabelledData Load(string name, IStageProgress stage, CancellationToken cancellation)
    {
        LabelledData data = datasets.Load(name, cancellation);
        stage.Report(1, $"{name}, {data.Train.Count} to learn from, {data.Test.Count} to judge on");
        return data;
    }

    private TrainedNetwork Train(ModelSection model, LabelledData data, ProgressReporter progress, CancellationToken cancellation) =>
        weights.Contains(model.Network, data, model.Training)
            ? weights.LoadOrTrain(model.Network, data, model.Training, null, cancellation)
            : progress.Run("Training", stage => weights.LoadOrTrain(
                model.Network, data, model.Training, new TrainingStage(stage), cancellation));

    private sealed class TrainingStage(IStageProgress stage) : IProgress<TrainingProgress>
    {
        private string _accuracy = "";

        public void Report(TrainingProgress value)
        {
            if (value.TestAccuracy is { } accuracy)
            {
                _accuracy = $", test accuracy {accuracy * 100:0.00} %";
            }

            double fraction = (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs;
            stage.Report(fraction, $"epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}{_accuracy}");
        }
    }
}

/// <summary>A trained network and the data it was trained and is judged on.</summary>
/// <param name="Network">The network; whoever prepared it disposes of it.</param>
/// <param name="Data">Its data.</param>
internal sealed record PreparedNetwork(TrainedNetwork Network, LabelledData Data);
