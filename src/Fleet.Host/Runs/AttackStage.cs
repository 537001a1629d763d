using System.Globalization;
using Fleet.Actors.Telemetry;
using Fleet.Host.Experiments;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using TorchSharp;

namespace Fleet.Host.Runs;

/// <summary>
/// Mounts the adversary's attack on the messages that really reached it: materialises the very activations that crossed
/// the link, reconstructs the pictures in batches, and compares them with those that were sent.
/// </summary>
internal sealed class AttackStage(PreparedNetwork network, Scenario scenario, AdversarySection adversary, IdentificationJudge? judge, LearnedModels learned)
{
    private readonly AttackCase _case = FleetAttack.CaseOf(adversary.Attack);

    /// <summary>Attacks all captured messages, those of one split and defence together.</summary>
    /// <param name="captured">The messages, in the order in which they reached the adversary.</param>
    /// <param name="attacked">Takes the messages batch by batch, so that an interruption keeps the finished ones.</param>
    /// <param name="measures">Takes what was measured of the messages of each split and defence.</param>
    /// <param name="progress">Takes how far it is.</param>
    /// <param name="cancellation">Interrupts between iterations.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public int Run(
        IReadOnlyList<CapturedMessage> captured,
        List<AttackedMessage> attacked,
        Dictionary<LeakageGroup, LeakageMeasures> measures,
        IStageProgress progress,
        CancellationToken cancellation)
    {
        int before = 0;
        foreach (var group in captured.GroupBy(Target))
        {
            var at = new StageProgress(progress, $"{group.Key.Split}, {group.Key.Defense.Canonical}", before, group.Count(), captured.Count);
            Attack(new TargetedGroup(group.Key.Split, group.Key.Defense, [.. group]), attacked, measures, at, cancellation);
            before += group.Count();
        }

        progress.Report(1, string.Create(CultureInfo.InvariantCulture, $"{before} messages"));
        return before;
    }

    // What really crossed the link: the device may have changed its defence.
    private (string Split, DefenseChain Defense) Target(CapturedMessage message)
    {
        DeviceSection device = scenario.Devices[message.DeviceClass];
        return (device.Split, device.DefenseAt(message.Defense));
    }

    private void Attack(
        TargetedGroup group,
        List<AttackedMessage> attacked,
        Dictionary<LeakageGroup, LeakageMeasures> measures,
        StageProgress progress,
        CancellationToken cancellation)
    {
        (TrainedNetwork defended, DefenseChain ready) = network.For(group.Split, group.Defense);
        bool adaptive = adversary.Attack.Adaptive && AttackCase.CanAdaptTo(group.Defense);

        // A naive attacker learned before the defence was there. Trained weights are the device's in either case.
        DefenseChain? known = adaptive ? ready : null;
        var victim = new Victim(defended, network.Data.Train, network.Data.Train.Slice(0, 0), network.Data.Test) { Defense = ready };
        var view = new VictimView(victim, group.Split, known ?? DefenseChain.None, scenario.Seed);
        AttackTarget target = AttackTarget.Of(defended.Spec, group.Split, _case.Know(view), known) with { Compute = defended.Compute };
        using IReconstructor attack = FleetAttack.Make(adversary.Attack, defended.Spec, group.Split, scenario.Seed, learned).Prepare(target, progress.Preparing(), cancellation);
        using var scope = torch.NewDisposeScope();
        var source = new ActivationSource(defended, network.Data.Test, scenario.Seed);
        var meter = new MessageMeter(source, network.Data.Test, group.Split, ready);
        int done = 0;
        int shown = 0;
        int together = 1;
        foreach (SceneBatch batch in SceneBatch.Of(group.Messages, adversary.Attack.Transmissions, group.Defense.IsKeyed))
        {
            using var inner = torch.NewDisposeScope();
            torch.Tensor activations = source.Activations(batch.Keys, group.Split, ready);
            meter.Take(batch.Keys, activations);
            Reconstruction reconstruction = attack.Reconstruct(
                new Transmissions(activations, batch.SceneOfMessage, [.. batch.Keys.Select(key => key.Device)]), progress.Batch(done, batch.Keys.Count), cancellation);
            bool[]? identified = judge?.Identifies(reconstruction.Images, [.. batch.Scenes.Select(scene => (int)network.Data.Test.Labels.Span[scene.Last.Input])]);
            for (int i = 0; i < batch.Scenes.Count; i++)
            {
                LeakageSample sample = Compare(batch.Scenes[i], group, adaptive, reconstruction, i) with { Identified = identified?[i] };
                bool keep = shown++ < ContactSheet.MaxPairs;
                attacked.Add(new AttackedMessage(sample, keep ? network.Data.Test.UnitImage(sample.Input) : null, keep ? reconstruction.Images[i] : null));
            }

            done += batch.Keys.Count;
            together = Math.Max(together, batch.Scenes.Max(scene => scene.Messages.Count));
        }

        measures.Add(LeakageGroup.Of(attacked[^1].Sample), meter.Measure(defended, together, scenario.Seed));
    }

    private LeakageSample Compare(CapturedScene scene, TargetedGroup group, bool adaptive, Reconstruction reconstruction, int index)
    {
        CapturedMessage message = scene.Last;
        TensorShape shape = network.Data.Test.Shape;
        float[] original = network.Data.Test.UnitImage(message.Input);
        float[] guess = reconstruction.Images[index];
        return new LeakageSample
        {
            DeviceClass = scenario.Devices[message.DeviceClass].Class,
            Device = message.Device,
            Sequence = message.Sequence,
            Input = message.Input,
            Label = network.Data.Test.Labels.Span[message.Input],
            Split = group.Split,
            Defense = group.Defense.Canonical,
            Knowledge = adversary.Knowledge,
            Attack = _case.Attack,
            Adaptive = adaptive,
            Server = message.Server,
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

    /// <summary>The captured messages of one split and defence.</summary>
    private sealed record TargetedGroup(string Split, DefenseChain Defense, IReadOnlyList<CapturedMessage> Messages);

    /// <summary>How far the stage is, within the messages of one split and defence.</summary>
    private sealed class StageProgress(IStageProgress stage, string name, int before, int here, int all)
    {
        public Part Preparing() => new(stage, value =>
            ((double)before / all, string.Create(CultureInfo.InvariantCulture, $"{name}: preparing, step {value.Iteration}/{value.Iterations}")));

        public Part Batch(int done, int count) => new(stage, value => (
            (before + done + ((double)count * value.Iteration / value.Iterations)) / all,
            string.Create(CultureInfo.InvariantCulture, $"{name}: messages {done + 1}-{done + count} of {here}, iteration {value.Iteration}/{value.Iterations}")));
    }

    private sealed class Part(IStageProgress stage, Func<AttackProgress, (double Share, string Text)> describe) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value)
        {
            (double share, string text) = describe(value);
            stage.Report(share, text);
        }
    }
}
