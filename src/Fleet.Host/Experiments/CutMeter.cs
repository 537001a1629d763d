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

    /// <summary>The key of what the device sends. Its noise must not be that of the answers to an attacker's queries.</summary>
    public const ulong MessageSeed = 1;

    private const int Device = 0;

    private readonly Dictionary<(string Weights, string Split, string Defense), CutMeasures> _measures = [];
    private readonly Dictionary<(string Weights, string Split), CutSensitivity> _sensitivities = [];

    /// <summary>A message of the device: the picture is an index into the test part, and each of its transmissions has noise of its own.</summary>
    public static MessageKey Message(AttackPlan plan, int picture, int sending) =>
        new(Device, ((long)picture * plan.Transmissions) + sending, picture);

    /// <summary>Measures the cut of a cell, or remembers it.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public CutMeasures Measure(AttackCell cell, Victim victim, IStageProgress stage, CancellationToken cancellation)
    {
        var key = (victim.Network.WeightsHash, cell.Split, cell.Defense.Canonical);
        if (!_measures.TryGetValue(key, out CutMeasures? measures))
        {
            stage.Report(0, $"accuracy at {cell.Split} with {cell.Defense.Canonical}");
            double accuracy = AccuracyEvaluator.Evaluate(
                victim.Network, victim.Test, cell.Split, victim.Defense, MessageSeed, cancellation).Value;
            stage.Report(0.5, $"what crosses the link at {cell.Split} with {cell.Defense.Canonical}");
            measures = new CutMeasures(accuracy, MetricValues.Of(Sample(cell, victim, cancellation), inExperiment: true));
            _measures.Add(key, measures);
        }

        return measures;
    }

    private CutSample Sample(AttackCell cell, Victim victim, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        MessageKey[] keys = FirstMessages(MostCompared);
        float[] values = new ActivationSource(victim.Network, victim.Test, MessageSeed).Activations(keys, cell.Split, victim.Defense).Floats();
        int derived = Math.Min(plan.Images, MostDerived);
        return new CutSample(
            [.. keys.Select(key => victim.Test.UnitImage(key.Input))],
            [.. values.Chunk(values.Length / keys.Length)],
            FisherLeakage.Of(plan.Network, victim.Defense, derived, () => Sensitivity(cell, victim, cancellation), plan.Transmissions));
    }

    private MessageKey[] FirstMessages(int most) =>
        [.. Enumerable.Range(plan.FirstImage, Math.Min(plan.Images, most)).Select(picture => Message(plan, picture, sending: 0))];

    private CutSensitivity Sensitivity(AttackCell cell, Victim victim, CancellationToken cancellation)
    {
        var key = (victim.Network.WeightsHash, cell.Split);
        if (!_sensitivities.TryGetValue(key, out CutSensitivity? sensitivity))
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor pictures = new ActivationSource(victim.Network, victim.Test, MessageSeed).Inputs(FirstMessages(MostDerived));
            sensitivity = CutSensitivity.Of(victim.Network, cell.Split, pictures, cancellationToken: cancellation);
            _sensitivities.Add(key, sensitivity);
        }

        return sensitivity;
    }
}
