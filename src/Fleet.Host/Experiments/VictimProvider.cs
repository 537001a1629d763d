using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Experiments;

/// <summary>Trains the attacked networks, or finds them in the cache. Keeps the last one.</summary>
internal sealed class VictimProvider(DatasetLoader datasets, WeightStore weights, AttackPlan plan) : IDisposable
{
    private LabelledData? _data;
    private Victim? _victim;
    private (ulong Seed, VictimPart Part) _key;

    /// <summary>The network of a cell and its pictures.</summary>
    /// <exception cref="DatasetException">The data set cannot be found or read.</exception>
    /// <exception cref="OperationCanceledException">The training was interrupted.</exception>
    public Victim Prepare(AttackCell cell, IStageProgress stage, double fraction, CancellationToken cancellation)
    {
        var key = (cell.TrainingSeed, cell.Case.Victim);
        if (_victim is null || _key != key)
        {
            _victim?.Network.Dispose();
            _victim = null;
            _data ??= datasets.Load(plan.Data.Name, cancellation);
            LabelledData data = cell.Case.Victim == VictimPart.All
                ? _data
                : new LabelledData(_data.Train.Slice(0, _data.Train.Count / 2), _data.Test);
            TrainedNetwork network = weights.LoadOrTrain(
                plan.Network, data, plan.Training(cell.TrainingSeed), new TrainingStage(stage, fraction, cell), cancellation);
            _victim = new Victim(network, data.Train, _data.Train.Slice(data.Train.Count, _data.Train.Count - data.Train.Count), data.Test);
            _key = key;
        }

        return _victim;
    }

    /// <inheritdoc/>
    public void Dispose() => _victim?.Network.Dispose();

    private sealed class TrainingStage(IStageProgress stage, double fraction, AttackCell cell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stage.Report(
            fraction, $"training the network, seed {cell.TrainingSeed}: epoch {value.Epoch}/{value.Epochs}, loss {value.Loss:0.000}");

    }
}
