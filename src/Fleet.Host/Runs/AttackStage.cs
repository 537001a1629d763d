using System.Globalization;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Experiments;
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
/// Mounts the adversary's attack on the messages that really reached it: materialises the very activations that crossed
/// the link, reconstructs the pictures in batches, and compares them with those that were sent.
/// </summary>
internal sealed class AttackStage(
    PreparedNetwork network, Scenario scenario, AdversarySection adversary, IdentificationJudge? judge, LearnedModels learned, TimeProvider clock)
{
    private readonly AttackCase _case = FleetAttack.CaseOf(adversary.Attack);

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
            Attack(group, leakage, new StageProgress(work, group), cancellation);
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
        IAttackSettings settings = AttackSettings.Resolve(adversary.Attack, scenario.Model.Network, split, scenario.Seed);
        var attack = new MountedAttack(cell, scenario.Model.Weights is null, settings)
        {
            DeviceClasses = [.. messages.Select(message => message.DeviceClass).Distinct().Order().Select(number => scenario.Devices[number].Class)],
        };
        return new TargetedGroup(attack, messages.Length, SceneBatch.Of(messages, adversary.Attack.Transmissions, defense.IsKeyed));
    }

    private (AttackCell Cell, AttackCost Cost, int Scenes) Extent(TargetedGroup group) =>
        (group.Cell, FleetAttack.Cost(adversary.Attack, scenario.Model, group.Cell.Split), group.Batches.Sum(batch => batch.Scenes.Count));

    private void Attack(TargetedGroup group, FoundLeakage leakage, StageProgress progress, CancellationToken cancellation)
    {
        string split = group.Cell.Split;
        (TrainedNetwork defended, DefenseChain ready) = network.For(split, group.Cell.Defense);

        // A naive attacker learned before the defence was there. Trained weights are the device's in either case.
        DefenseChain? known = group.Cell.Adaptive ? ready : null;
        var victim = new Victim(defended, network.Data.Train, network.Data.Train.Slice(0, 0), network.Data.Test) { Defense = ready };
        var view = new VictimView(victim, split, known ?? DefenseChain.None, scenario.Seed);
        AttackTarget target = AttackTarget.Of(defended.Spec, split, _case.Know(view), known) with { Compute = defended.Compute };
        using IReconstructor attack = group.Attack.Settings.Attack(learned).Prepare(target, progress.Preparing(), cancellation);
        using var scope = torch.NewDisposeScope();
        var source = new ActivationSource(defended, network.Data.Test, scenario.Seed);
        var meter = new MessageMeter(source, network.Data.Test, split, ready);
        int done = 0;
        int shown = 0;
        int together = 1;
        progress.Attacking();
        foreach (SceneBatch batch in group.Batches)
        {
            using var inner = torch.NewDisposeScope();
            torch.Tensor activations = source.Activations(batch.Keys, split, ready);
            meter.Take(batch.Keys, activations);
            Reconstruction reconstruction = attack.Reconstruct(
                new Transmissions(activations, batch.SceneOfMessage, [.. batch.Keys.Select(key => key.Device)]), progress.Batch(done, batch.Keys.Count), cancellation);
            bool[]? identified = judge?.Identifies(reconstruction.Images, [.. batch.Scenes.Select(scene => (int)network.Data.Test.Labels.Span[scene.Last.Input])]);
            if (done == 0)
            {
                leakage.Attacks.Add(group.Attack);
            }

            for (int i = 0; i < batch.Scenes.Count; i++)
            {
                LeakageSample sample = Compare(batch.Scenes[i], group.Cell, reconstruction, i) with { Identified = identified?[i] };
                bool keep = shown++ < ContactSheet.MaxPairs;
                leakage.Messages.Add(new AttackedMessage(sample, keep ? network.Data.Test.UnitImage(sample.Input) : null, keep ? reconstruction.Images[i] : null));
            }

            done += batch.Keys.Count;
            together = Math.Max(together, batch.Scenes.Max(scene => scene.Messages.Count));
        }

        progress.End();
        leakage.Measures.Add(LeakageGroup.Of(leakage.Messages[^1].Sample), meter.Measure(defended, together, scenario.Seed));
    }

    private LeakageSample Compare(CapturedScene scene, AttackCell cell, Reconstruction reconstruction, int index)
    {
        CapturedMessage message = scene.Last;
        TensorShape shape = network.Data.Test.Shape;
        float[] original = network.Data.Test.UnitImage(message.Input);
        float[] guess = reconstruction.Images[index];
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
            Iterations = reconstruction.IterationsByScene[index],
            Mse = ImageQuality.MeanSquaredError(original, guess),
            PsnrDb = ImageQuality.Psnr(original, guess),
            SsimUniform7 = ImageQuality.Ssim(original, guess, shape, SsimConvention.Uniform7),
            SsimWang11 = ImageQuality.Ssim(original, guess, shape, SsimConvention.Wang11),
            SsimPaper = ImageQuality.Ssim(original, guess, shape, SsimConvention.Paper),
        };
    }

    /// <summary>The captured messages of one split and defence. Batches are made anew each time: kept, they would take as much as the messages.</summary>
    private sealed record TargetedGroup(MountedAttack Attack, int Messages, IEnumerable<SceneBatch> Batches)
    {
        public AttackCell Cell => Attack.Cell;
    }

    /// <summary>How far the stage is, within the messages of one split and defence.</summary>
    private sealed class StageProgress(WorkProgress work, TargetedGroup group)
    {
        private readonly string _name = $"{group.Cell.Split}, {group.Cell.Defense.Canonical}";

        public Part Preparing()
        {
            work.Begin(AttackWork.Learning(group.Cell));
            return new Part(work, value =>
                ((double)value.Iteration / value.Iterations, string.Create(CultureInfo.InvariantCulture, $"{_name}: preparing, step {value.Iteration}/{value.Iterations}")));
        }

        public void Attacking() => work.Begin(AttackWork.Attack(group.Cell));

        public Part Batch(int done, int count) => new(work, value => (
            (done + ((double)count * value.Iteration / value.Iterations)) / group.Messages,
            string.Create(CultureInfo.InvariantCulture, $"{_name}: messages {done + 1}-{done + count} of {group.Messages}, iteration {value.Iteration}/{value.Iterations}")));

        // What is measured of the messages then tells nothing of how long attacks take.
        public void End() => work.End();
    }

    private sealed class Part(WorkProgress work, Func<AttackProgress, (double Share, string Text)> describe) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value)
        {
            (double share, string text) = describe(value);
            work.Report(share, text);
        }
    }
}
