using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using TorchSharp;

namespace Fleet.Host.Experiments;

/// <summary>Measures defended cuts: each once, for all attacks on it.</summary>
internal sealed class CutMeter(AttackPlan plan)
{
    /// <summary>
    /// The most pictures whose distances are compared: their number grows with its square, and so would the memory of an
    /// experiment on many pictures.
    /// </summary>
    public const int MostCompared = 500;

    /// <summary>The most pictures at which the Jacobian is taken, which costs about a tenth of an rMLE attack on each.</summary>
    public const int MostDerived = 32;

    private readonly Dictionary<(string Weights, string Split, string Defense), CutMeasures> _measures = [];
    private readonly Dictionary<(string Weights, string Split), CutSensitivity> _sensitivities = [];

    /// <summary>Measures the cut of a cell, or remembers it.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public CutMeasures Measure(AttackCell cell, Victim victim, IStageProgress stage, CancellationToken cancellation)
    {
        var key = (victim.Network.WeightsHash, cell.Split, cell.Defense.Canonical);
        if (!_measures.TryGetValue(key, out CutMeasures? measures))
        {
            stage.Report(0, $"accuracy at {cell.Split} with {cell.Defense.Canonical}");
            double accuracy = AccuracyEvaluator.Evaluate(
                victim.Network, victim.Test, cell.Split, victim.Defense, AttackCellRun.MessageSeed, cancellation).Value;
            stage.Report(0.5, $"what crosses the link at {cell.Split} with {cell.Defense.Canonical}");
            Dependence? dependence = DependenceAt(cell, victim);
            measures = new CutMeasures(
                accuracy,
                dependence?.DistanceCorrelation ?? double.NaN,
                dependence?.CorrectedSquare ?? double.NaN,
                Bound(cell, victim, cancellation));
            _measures.Add(key, measures);
        }

        return measures;
    }

    private Dependence? DependenceAt(AttackCell cell, Victim victim)
    {
        int count = Math.Min(plan.Images, MostCompared);
        if (count < 2)
        {
            return null;
        }

        using var scope = torch.NewDisposeScope();
        MessageKey[] keys = [.. Enumerable.Range(plan.FirstImage, count).Select(picture => AttackCellRun.Message(plan, picture, sending: 0))];
        torch.Tensor activations = new ActivationSource(victim.Network, victim.Test, AttackCellRun.MessageSeed).Activations(keys, cell.Split, victim.Defense);
        float[] values = activations.Floats();
        return Dependence.Of([.. Enumerable.Range(plan.FirstImage, count).Select(victim.Test.UnitImage)], [.. values.Chunk(values.Length / count)]);
    }

    private NoiseBound? Bound(AttackCell cell, Victim victim, CancellationToken cancellation)
    {
        int count = Math.Min(plan.Images, MostDerived);
        FisherLeakage? fisher = FisherLeakage.Of(plan.Network, victim.Defense, count, () => Sensitivity(cell, victim, count, cancellation), plan.Transmissions);
        return fisher is null ? null : new NoiseBound(fisher.Dfil, fisher.MseBound, fisher.IsExact);
    }

    private CutSensitivity Sensitivity(AttackCell cell, Victim victim, int count, CancellationToken cancellation)
    {
        var key = (victim.Network.WeightsHash, cell.Split);
        if (!_sensitivities.TryGetValue(key, out CutSensitivity? sensitivity))
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor pictures = new ActivationSource(victim.Network, victim.Test, AttackCellRun.MessageSeed)
                .Inputs([.. Enumerable.Range(plan.FirstImage, count).Select(picture => AttackCellRun.Message(plan, picture, sending: 0))]);
            sensitivity = CutSensitivity.Of(victim.Network, cell.Split, pictures, cancellationToken: cancellation);
            _sensitivities.Add(key, sensitivity);
        }

        return sensitivity;
    }
}
