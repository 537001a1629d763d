using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Caching;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;

namespace Fleet.Host.Attacks;

/// <summary>
/// The data, networks and independent classifiers that runs, sweeps and attack experiments work with: loads them, or trains and
/// caches them. Keeps the last of each in memory.
/// </summary>
internal sealed class ModelStore(DatasetLoader datasets, WeightStore weights, LearnedModels learned) : IDisposable
{
    private readonly Dictionary<(string Split, DefenseChain Defense), DefendedNetwork> _defended = [];
    private readonly DefendedNetworkStore _defendedStore = new(weights);
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
    public static ModelStore OfProcess(string? dataOption, ComputeDevice compute, TextWriter error)
    {
        Action<string> warn = new OnceWriter(error).WriteLine;
        return new(new DatasetLoader(LocationsOfProcess(dataOption, warn)), WeightsOfProcess(compute, warn), LearnedOfProcess(warn));
    }

    /// <summary>What attackers have learned.</summary>
    public LearnedModels Learned => learned;

    /// <summary>What was trained before.</summary>
    public WeightStore Weights => weights;

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

    /// <summary>Loads a data set.</summary>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    public LabelledData Load(DatasetInfo info, ILearningDisplay display, CancellationToken cancellation)
    {
        string key = KeyOf(info);
        if (_data is null || _dataKey != key)
        {
            _data = display.Run("Data", stage =>
            {
                LabelledData data = datasets.Load(info, cancellation);
                stage.Report(1, $"{info.Name}, {data.Train.Count} to learn from, {data.Test.Count} to judge on");
                return data;
            });
            _dataKey = key;
        }

        return _data;
    }

    /// <summary>
    /// Loads the data, then loads the weights from their file or the cache, or trains them, and what defences have to learn.
    /// </summary>
    /// <param name="model">Network, data and training.</param>
    /// <param name="display">Shows the work.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <param name="defenses">The split points and defences that will be asked for.</param>
    /// <param name="part">The training pictures that the network learns from.</param>
    /// <returns>The network, owned by this store until it prepares other ones, and its data.</returns>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    /// <exception cref="WeightsException">The file of the weights cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public PreparedNetwork Prepare(
        ModelSection model,
        ILearningDisplay display,
        CancellationToken cancellation,
        IReadOnlyCollection<(string Split, DefenseChain Defense)>? defenses = null,
        VictimPart part = VictimPart.All)
    {
        // A weights file is small beside the pictures, and the commoner mistake: look at it first.
        string key = $"{model.Network.Canonical}\n{model.Weights?.FullPath ?? $"{KeyOf(model.Data)} {part}\n{model.Training.Canonical}"}";
        if (model.Weights is { } file && _networkKey != key)
        {
            Forget();
            _network = WeightsFile.Load(model.Network, file.FullPath, weights.Compute);
            _networkKey = key;
        }

        LabelledData all = Load(model.Data, display, cancellation);
        LabelledData data = part == VictimPart.All ? all : all with { Train = all.Train.Slice(0, all.Train.Count / 2) };
        if (_network is null || _networkKey != key)
        {
            Forget();
            _network = Learn("Training", weights.Contains(model.Network, data, model.Training), display, progress =>
                weights.LoadOrTrain(model.Network, data, model.Training, progress, cancellation));
            _networkKey = key;
        }

        (string Split, DefenseChain Defense)[] learning = [.. (defenses ?? []).Where(pair => pair.Defense.Training != TrainingNeed.None)];
        foreach ((string Split, DefenseChain Defense) other in _defended.Keys.Except(learning).ToArray())
        {
            _defended.Remove(other, out DefendedNetwork? network);
            network!.Dispose();
        }

        foreach ((string split, DefenseChain defense) in learning)
        {
            if (!_defended.ContainsKey((split, defense)))
            {
                _defended.Add((split, defense), Learn("Training defence", _defendedStore.Contains(model.Network, data, model.Training, split, defense), display, progress =>
                    _defendedStore.LoadOrTrain(model.Network, data, model.Training, split, defense, progress, cancellation)));
            }
        }

        return new PreparedNetwork(_network, data, all.Train.Slice(data.Train.Count, all.Train.Count - data.Train.Count), _defended);
    }

    /// <summary>
    /// The independent classifier that looks at what attacks recover; owned by this store. It is trained with the default
    /// settings on the whole training part, so that results compare whichever seeds, epochs and pictures the attacked networks have.
    /// </summary>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public IdentificationJudge Judge(ModelSection model, ILearningDisplay display, CancellationToken cancellation)
    {
        LabelledData data = Load(model.Data, display, cancellation);
        string key = string.Create(CultureInfo.InvariantCulture, $"{model.Network.Input} {model.Network.Classes} {_dataKey}");
        var settings = new TrainingSettings();
        if (_judge is null || _judgeKey != key)
        {
            _judge?.Dispose();
            _judge = Learn("Training judge", weights.Contains(IdentificationJudge.SpecFor(model.Network), data, IdentificationJudge.SettingsFor(settings)), display, progress =>
                IdentificationJudge.LoadOrTrain(weights, model.Network, data, settings, progress, cancellation));
            _judgeKey = key;
        }

        return _judge;
    }

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

    private static string KeyOf(DatasetInfo data) =>
        string.Create(CultureInfo.InvariantCulture, $"{data.Name} {data.PicturesAt} {data.Fit.Canonical} {data.Shape} {data.Classes}");

    private static T Learn<T>(string what, bool isStored, ILearningDisplay display, Func<IProgress<TrainingProgress>?, T> work) =>
        isStored ? work(null) : display.Run(what, stage => work(new TrainingStage(stage)));

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

/// <summary>A trained network and its data. Whoever prepared it disposes of it.</summary>
/// <param name="Network">The network without defence.</param>
/// <param name="Data">The pictures it was trained on, and the test part.</param>
/// <param name="Others">Training pictures that it has never seen.</param>
/// <param name="Defended">The networks of defences that had to learn something.</param>
internal sealed record PreparedNetwork(
    TrainedNetwork Network, LabelledData Data, Dataset Others, IReadOnlyDictionary<(string Split, DefenseChain Defense), DefendedNetwork> Defended)
{
    /// <summary>The network and the defence, ready to act, for a split point and defence that were prepared.</summary>
    /// <exception cref="InvalidOperationException">The defence has something to learn, and was not prepared.</exception>
    public Victim For(string split, DefenseChain defense) =>
        Defended.TryGetValue((split, defense), out DefendedNetwork? defended) ? Victim(defended.Network, defended.Defense)
        : defense.Training == TrainingNeed.None ? Victim(Network, defense)
        : throw new InvalidOperationException($"The defence {defense.Canonical} at {split} has something to learn, which was not learned: the network without it would show other figures.");

    private Victim Victim(TrainedNetwork network, DefenseChain defense) => new(network, Data.Train, Others, Data.Test) { Defense = defense };
}
