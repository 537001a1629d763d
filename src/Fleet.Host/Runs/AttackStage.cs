using System.Globalization;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;

namespace Fleet.Host.Runs;

/// <summary>
/// Mounts the adversary's attack on the messages that really reached it: the very activations that crossed the link, captured
/// in simulated time.
/// </summary>
internal sealed class AttackStage(
    PreparedNetwork network, Scenario scenario, AdversarySection adversary, IdentificationJudge? judge, LearnedModels learned, TimeProvider clock)
{
    private readonly AttackCase _case = FleetAttack.CaseOf(scenario);
    private readonly AttackPipeline _pipeline = new(learned, judge, looksAtOriginals: false, clock);

    /// <summary>Attacks all captured messages, those of one split and defence together.</summary>
    /// <param name="captured">The messages, in the order in which they reached the adversary.</param>
    /// <param name="leakage">Takes what was found, batch by batch, so that an interruption keeps what is finished.</param>
    /// <param name="progress">Takes how far it is.</param>
    /// <param name="cancellation">Interrupts between iterations.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public int Run(IReadOnlyList<CapturedMessage> captured, FoundLeakage leakage, IStageProgress progress, CancellationToken cancellation)
    {
        TargetedGroup[] groups = [.. captured.GroupBy(Target).Select((group, index) => GroupOf(index, group.Key.Split, group.Key.Defense, [.. group]))];
        var work = new WorkProgress(progress, new RemainingTime(AttackStageWork.Of(groups.Select(Extent)), clock));
        foreach (TargetedGroup group in groups)
        {
            Attack(group, leakage, work, cancellation);
        }

        progress.Report(1, string.Create(CultureInfo.InvariantCulture, $"{captured.Count} messages"));
        return captured.Count;
    }

    // What really crossed the link: the device may have changed its defence.
    private (string Split, DefenseChain Defense) Target(CapturedMessage message)
    {
        DeviceSection device = scenario.Devices[message.DeviceClass];
        return (device.Split, device.DefenseAt(message.Defense));
    }

    private TargetedGroup GroupOf(int index, string split, DefenseChain defense, CapturedMessage[] messages)
    {
        bool adaptive = adversary.Attack.Adaptive && AttackCase.CanAdaptTo(defense);
        var cell = new AttackCell(index, scenario.Model.Training.Seed, scenario.Seed, _case, split, defense, adaptive);
        IAttackSettings settings = _case.Resolve(adversary.Attack, scenario.Model.Network, split, scenario.Seed);
        var attack = new MountedAttack(cell, scenario.Model.Weights is null, settings)
        {
            DeviceClasses = [.. messages.Select(message => message.DeviceClass).Distinct().Order().Select(number => scenario.Devices[number].Class)],
        };
        return new TargetedGroup(attack, SceneBatch.Of(messages, adversary.Attack.Transmissions, defense.IsKeyed));
    }

    private (AttackCell Cell, AttackCost Cost, int Scenes) Extent(TargetedGroup group) =>
        (group.Attack.Cell, FleetAttack.Cost(scenario, group.Attack.Cell.Split), group.Scenes);

    private void Attack(TargetedGroup group, FoundLeakage leakage, WorkProgress work, CancellationToken cancellation)
    {
        AttackCell cell = group.Attack.Cell;
        Victim victim = network.For(cell.Split, cell.Defense);
        using var scope = torch.NewDisposeScope();
        var meter = new MessageMeter(victim, cell.Split, scenario.Seed);
        int shown = 0;
        int together = 1;
        var messages = new MessageStream<SceneBatch>(scenario.Seed, group.Scenes, group.Batches, Recovered) { Made = (batch, activations) => meter.Take(batch.Keys, activations) };
        _pipeline.Run(group.Attack, victim, messages, $"{cell.Split}, {cell.Defense.Canonical}", work, cancellation);
        work.End(); // what is measured of the messages tells nothing of how long attacks take
        leakage.Cuts.Add(LeakageGroup.Of(leakage.Messages[^1].Sample), meter.Measure(together));

        void Recovered(SceneBatch batch, Reconstruction reconstruction, IReadOnlyList<MetricValues<double>> metrics)
        {
            if (shown == 0)
            {
                leakage.Attacks.Add(group.Attack);
            }

            for (int i = 0; i < batch.Scenes.Count; i++)
            {
                LeakageSample sample = Sample(batch.Scenes[i], cell, reconstruction.IterationsByScene[i], metrics[i]);
                bool keep = shown++ < ContactSheet.MaxPairs;
                leakage.Messages.Add(new AttackedMessage(sample, keep ? victim.Test.UnitImage(sample.Input) : null, keep ? reconstruction.Images[i] : null));
            }

            together = Math.Max(together, batch.Scenes.Max(scene => scene.Messages.Count));
        }
    }

    private LeakageSample Sample(CapturedScene scene, AttackCell cell, int iterations, MetricValues<double> metrics)
    {
        CapturedMessage message = scene.Last;
        return new LeakageSample
        {
            DeviceClass = scenario.Devices[message.DeviceClass].Class,
            Device = message.Device.Value,
            Sequence = message.Sequence,
            Input = message.Input,
            Label = network.Data.Test.Labels.Span[message.Input],
            Split = cell.Split,
            Defense = cell.Defense.Canonical,
            Knowledge = adversary.Knowledge,
            Attack = _case.Attack,
            Adaptive = cell.Adaptive,
            Server = message.Server.Value,
            CapturedNs = message.CapturedAt.Nanoseconds,
            ReconstructedNs = message.ReconstructedAt.Nanoseconds,
            Transmissions = scene.Messages.Count,
            Iterations = iterations,
            Metrics = metrics,
        };
    }

    /// <summary>The captured messages of one split and defence. Batches are made anew each time: kept, they would take as much as the messages.</summary>
    private sealed record TargetedGroup(MountedAttack Attack, IEnumerable<SceneBatch> Batches)
    {
        public int Scenes { get; } = Batches.Sum(batch => batch.Scenes.Count);
    }
}
