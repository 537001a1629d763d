using System.Globalization;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;

namespace Fleet.Host.Experiments;

/// <summary>
/// Trains the attacked networks, what their defences have to learn, and the independent classifier; or finds them in the
/// cache. Keeps the last network and the last defended one.
/// </summary>
internal sealed class VictimProvider(DatasetLoader datasets, WeightStore weights, AttackPlan plan) : IDisposable
{
    private readonly DefendedNetworkStore _defendedStore = new(weights);
    private LabelledData? _data;
    private IdentificationJudge? _judge;
    private TrainedNetwork? _plain;
    private (ulong Seed, VictimPart Part) _plainKey;
    private DefendedNetwork? _defended;
    private (ulong Seed, VictimPart Part, string Split, DefenseChain Defense)? _defendedKey;

    private LabelledData Data => _data ?? throw new InvalidOperationException("The data set is loaded before the first cell.");

    /// <summary>Loads the data set. To be done before anything is written.</summary>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    public void Load(CancellationToken cancellation) => _data ??= datasets.Load(plan.Data, cancellation);

    /// <summary>The network of a cell, its defence and its pictures.</summary>
    /// <exception cref="DatasetException">The training pictures cannot be read.</exception>
    /// <exception cref="WeightsException">The file of a user's own weights can no longer be used.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public Victim Prepare(AttackCell cell, IStageProgress stage, CancellationToken cancellation)
    {
        LabelledData data = cell.Case.Victim == VictimPart.All ? Data : new LabelledData(Data.Train.Slice(0, Data.Train.Count / 2), Data.Test);
        var progress = new TrainingStage(stage, $"seed {cell.TrainingSeed}");
        (TrainedNetwork network, DefenseChain defense) = cell.Defense.Training == TrainingNeed.None
            ? (Plain(cell, data, progress, cancellation), cell.Defense)
            : Defended(cell, data, progress, cancellation);
        Dataset others = Data.Train.Slice(data.Train.Count, Data.Train.Count - data.Train.Count);
        return new Victim(network, data.Train, others, data.Test) { Defense = defense };
    }

    /// <summary>
    /// The classifier that judges all reconstructions: one for all cells, so that they compare, whichever seeds and epochs the
    /// attacked networks have.
    /// </summary>
    /// <exception cref="DatasetException">The training pictures cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public IdentificationJudge Judge(IStageProgress stage, CancellationToken cancellation) => _judge ??=
        IdentificationJudge.LoadOrTrain(
            weights, plan.Network, Data, new TrainingSettings(), new TrainingStage(stage, "the independent classifier"), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain?.Dispose();
        _defended?.Dispose();
        _judge?.Dispose();
    }

    private TrainedNetwork Plain(AttackCell cell, LabelledData data, TrainingStage progress, CancellationToken cancellation)
    {
        var key = (cell.TrainingSeed, cell.Case.Victim);
        if (_plain is null || _plainKey != key)
        {
            _plain?.Dispose();
            _plain = null;
            _plain = plan.Weights is { } own
                ? WeightsFile.Load(plan.Network, own.File.FullPath, weights.Compute)
                : weights.LoadOrTrain(plan.Network, data, plan.Training(cell.TrainingSeed), progress, cancellation);
            _plainKey = key;
        }

        return _plain;
    }

    private (TrainedNetwork Network, DefenseChain Defense) Defended(
        AttackCell cell, LabelledData data, TrainingStage progress, CancellationToken cancellation)
    {
        var key = (cell.TrainingSeed, cell.Case.Victim, cell.Split, cell.Defense);
        if (_defended is null || _defendedKey != key)
        {
            _defended?.Dispose();
            _defended = null;
            _defended = _defendedStore.LoadOrTrain(
                plan.Network, data, plan.Training(cell.TrainingSeed), cell.Split, cell.Defense,
                progress with { What = $"{progress.What}, for {cell.Defense.Canonical} at {cell.Split}" }, cancellation);
            _defendedKey = key;
        }

        return (_defended.Network, _defended.Defense);
    }

    private sealed record TrainingStage(IStageProgress Stage, string What) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            Stage.Report(
                (value.Epoch - 1 + ((double)value.Batch / value.Batches)) / value.Epochs,
                string.Create(CultureInfo.InvariantCulture, $"training, {What}: epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}"));
    }
}
