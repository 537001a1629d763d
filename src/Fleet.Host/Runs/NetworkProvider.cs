using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Caching;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;

namespace Fleet.Host.Runs;

/// <summary>
/// Brings a scenario's network to life: loads the pictures, and loads or trains the weights. Keeps the last of each, so
/// that the runs of a sweep share them.
/// </summary>
internal sealed class NetworkProvider(DatasetLoader datasets, WeightStore weights, LearnedModels learned) : IDisposable
{
    private readonly Dictionary<(string Split, DefenseChain Defense), DefendedNetwork> _defended = [];
    private LabelledData? _data;
    private string? _dataKey;
    private TrainedNetwork? _network;
    private string? _networkKey;
    private IdentificationJudge? _judge;
    private string? _judgeKey;

    private static CacheFolders Cache => CacheFolders.Find(Environment.GetEnvironmentVariable);

    /// <summary>Where this process looks for data sets: the option, FLEETSIM_DATA, and the cache.</summary>
    public static DataLocations LocationsOfProcess(string? dataOption, Action<string>? warn = null)
    {
        return new(dataOption, Environment.GetEnvironmentVariable(DataLocations.Variable), Cache.Data) { DecodedFolder = Cache.Decoded, Warn = warn };
    }

    /// <summary>The weights in the cache of this process.</summary>
    public static WeightStore WeightsOfProcess(ComputeDevice compute, Action<string> warn) => new(new CacheFolder(Cache.Weights, warn), compute);

    /// <summary>What attackers learn that serves many experiments, in the cache of this process.</summary>
    public static LearnedModels LearnedOfProcess(Action<string> warn) => new(new CacheFolder(Cache.Weights, warn));

    /// <summary>Data sets from <see cref="LocationsOfProcess"/>, weights from the cache.</summary>
    /// <param name="dataOption">A folder with data sets; null for none.</param>
    /// <param name="compute">Where networks are trained and compute.</param>
    /// <param name="error">Where it is said, once, that a cache cannot be written.</param>
    public static NetworkProvider OfProcess(string? dataOption, ComputeDevice compute, TextWriter error)
    {
        Action<string> warn = new OnceWriter(error).WriteLine;
        return new(new DatasetLoader(LocationsOfProcess(dataOption, warn)), WeightsOfProcess(compute, warn), LearnedOfProcess(warn));
    }

    /// <summary>What attackers have learned.</summary>
    public LearnedModels Learned => learned;

    /// <summary>Where its networks compute.</summary>
    public ComputeDevice Compute => weights.Compute;

    /// <summary>
    /// The scenario with what only its data tell: how many of a user's own pictures there are, and their classes. Any other
    /// comes back as it is.
    /// </summary>
    /// <exception cref="DatasetException">The pictures are not there, or not what the scenario needs.</exception>
    public Scenario Resolve(Scenario scenario)
    {
        if (scenario.Model.Pictures is not { } pictures)
        {
            return scenario;
        }

        DatasetInfo data = datasets.Describe(scenario.Model.Data);
        foreach (DeviceSection device in scenario.Devices)
        {
            if (device.Inputs.Indices?.FirstOrDefault(index => index >= data.TestCount, -1) is { } wrong and >= 0)
            {
                throw new DataMismatchException(
                    string.Create(CultureInfo.InvariantCulture, $"The device class '{device.Class}' takes picture {wrong}; the test part of {pictures.Written} has the positions 0 to {data.TestCount - 1}."));
            }
        }

        return scenario with { Model = scenario.Model with { Data = data } };
    }

    /// <summary>
    /// Loads the data, then loads the weights from their file or the cache, or trains them, and what defences have to learn.
    /// </summary>
    /// <param name="model">Network, data and training.</param>
    /// <param name="progress">Shows the work.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <param name="defenses">The split points and defences that will be asked for.</param>
    /// <returns>The network, owned by this provider, and its data.</returns>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    /// <exception cref="WeightsException">The file of the weights cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public PreparedNetwork Prepare(
        ModelSection model,
        ProgressReporter progress,
        CancellationToken cancellation,
        params IEnumerable<(string Split, DefenseChain Defense)> defenses)
    {
        // A weights file is small beside the pictures, and the commoner mistake: look at it first.
        string dataKey = string.Create(CultureInfo.InvariantCulture, $"{model.Data.Name} {model.Data.PicturesAt} {model.Data.Fit.Canonical} {model.Data.Shape} {model.Data.Classes}");
        string key = $"{model.Network.Canonical}\n{model.Weights?.FullPath ?? $"{dataKey}\n{model.Training.Canonical}"}";
        if (model.Weights is { } file && _networkKey != key)
        {
            Forget();
            _network = WeightsFile.Load(model.Network, file.FullPath, weights.Compute);
            _networkKey = key;
        }

        if (_data is null || _dataKey != dataKey)
        {
            _data = progress.Run("Data", stage => Load(model.Data, stage, cancellation));
            _dataKey = dataKey;
        }

        if (_network is null || _networkKey != key)
        {
            Forget();
            _network = Train(model, _data, progress, cancellation);
            _networkKey = key;
        }

        foreach ((string Split, DefenseChain Defense) defended in defenses.Where(pair => pair.Defense.Training != TrainingNeed.None))
        {
            if (!_defended.ContainsKey(defended))
            {
                _defended.Add(defended, Train(model, _data, defended.Split, defended.Defense, progress, cancellation));
            }
        }

        return new PreparedNetwork(_network, _data, _defended);
    }

    /// <summary>
    /// The independent classifier that looks at what an attack recovers; owned by this provider. It is trained with the default
    /// settings, so that runs compare whichever seeds their networks have. Asked for after <see cref="Prepare"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public IdentificationJudge Judge(ModelSection model, ProgressReporter progress, CancellationToken cancellation)
    {
        LabelledData data = _data ?? throw new InvalidOperationException("The judge learns from the pictures that Prepare loads.");
        string key = string.Create(CultureInfo.InvariantCulture, $"{model.Network.Input} {model.Network.Classes} {_dataKey}");
        var settings = new TrainingSettings();
        if (_judge is null || _judgeKey != key)
        {
            _judge?.Dispose();
            _judge = weights.Contains(IdentificationJudge.SpecFor(model.Network), data, IdentificationJudge.SettingsFor(settings))
                ? IdentificationJudge.LoadOrTrain(weights, model.Network, data, settings, null, cancellation)
                : progress.Run("Training judge", stage => IdentificationJudge.LoadOrTrain(
                    weights, model.Network, data, settings, new TrainingStage(stage), cancellation));
            _judgeKey = key;
        }

        return _judge;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _judge?.Dispose();
        _judge = null;
    }

    private void Forget()
    {
        foreach (DefendedNetwork defended in _defended.Values)
        {
            defended.Dispose();
        }

        _defended.Clear();
        _network?.Dispose();
        _network = null;
    }

    private DefendedNetwork Train(
        ModelSection model, LabelledData data, string split, DefenseChain defense, ProgressReporter progress, CancellationToken cancellation)
    {
        var store = new DefendedNetworkStore(weights);
        return store.Contains(model.Network, data, model.Training, split, defense)
            ? store.LoadOrTrain(model.Network, data, model.Training, split, defense, null, cancellation)
            : progress.Run("Training defence", stage => store.LoadOrTrain(
                model.Network, data, model.Training, split, defense, new TrainingStage(stage), cancellation));
    }

    private LabelledData Load(DatasetInfo info, IStageProgress stage, CancellationToken cancellation)
    {
        LabelledData data = datasets.Load(info, cancellation);
        stage.Report(1, $"{info.Name}, {data.Train.Count} to learn from, {data.Test.Count} to judge on");
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
                _accuracy = string.Create(CultureInfo.InvariantCulture, $", test accuracy {accuracy * 100:0.00} %");
            }

            double fraction = (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs;
            stage.Report(fraction, string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}{_accuracy}"));
        }
    }
}

/// <summary>A trained network and the data it was trained and is judged on. Whoever prepared it disposes of it.</summary>
/// <param name="Network">The network without defence.</param>
/// <param name="Data">Its data.</param>
/// <param name="Defended">The networks of defences that had to learn something.</param>
internal sealed record PreparedNetwork(
    TrainedNetwork Network, LabelledData Data, IReadOnlyDictionary<(string Split, DefenseChain Defense), DefendedNetwork> Defended)
{
    /// <summary>The network and the defence, ready to act, for a split point and defence that were prepared.</summary>
    /// <exception cref="InvalidOperationException">The defence has something to learn, and was not prepared.</exception>
    public (TrainedNetwork Network, DefenseChain Defense) For(string split, DefenseChain defense) =>
        Defended.TryGetValue((split, defense), out DefendedNetwork? defended) ? (defended.Network, defended.Defense)
        : defense.Training == TrainingNeed.None ? (Network, defense)
        : throw new InvalidOperationException($"The defence {defense.Canonical} at {split} has something to learn, which was not learned: the network without it would show other figures.");
}
