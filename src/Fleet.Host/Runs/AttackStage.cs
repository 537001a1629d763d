using Fleet.Actors.Telemetry;
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
internal sealed class AttackStage(PreparedNetwork network, Scenario scenario, AdversarySection adversary)
{
    /// <summary>Attacks all captured messages, those of one split and defence together.</summary>
    /// <param name="captured">The messages, in the order in which they reached the adversary.</param>
    /// <param name="attacked">Takes the messages batch by batch, so that an interruption keeps the finished ones.</param>
    /// <param name="progress">Takes how far it is.</param>
    /// <param name="cancellation">Interrupts between iterations.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public int Run(
        IReadOnlyList<CapturedMessage> captured, List<AttackedMessage> attacked, IStageProgress progress, CancellationToken cancellation)
    {
        foreach (var group in captured.GroupBy(Target))
        {
            RmleSettings settings = ScenarioCompiler.AttackSettings(adversary.Attack, scenario.Model.Network, group.Key.Split);
            TrainedNetwork defended = network.For(group.Key.Split, group.Key.Defense).Network;
            var attack = new RmleReconstructor(defended, group.Key.Split, settings);
            int shown = 0;
            foreach (CapturedMessage[] batch in group.Chunk(RmleReconstructor.BatchSize))
            {
                var share = new BatchProgress(progress, attacked.Count, batch.Length, captured.Count);
                Reconstruction reconstruction = Reconstruct(attack, group.Key, batch, share, cancellation);
                for (int i = 0; i < batch.Length; i++)
                {
                    attacked.Add(Compare(batch[i], group.Key, reconstruction, i, keepPictures: shown++ < ContactSheet.MaxPairs));
                }
            }
        }

        progress.Report(1, $"{attacked.Count} messages");
        return attacked.Count;
    }

    // What really crossed the link: the device may have changed its defence.
    private (string Split, DefenseChain Defense) Target(CapturedMessage message)
    {
        DeviceSection device = scenario.Devices[message.DeviceClass];
        return (device.Split, device.DefenseAt(message.Defense));
    }

    private Reconstruction Reconstruct(
        RmleReconstructor attack,
        (string Split, DefenseChain Defense) target,
        CapturedMessage[] batch,
        IProgress<AttackProgress> progress,
        CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        MessageKey[] keys = [.. batch.Select(message => new MessageKey(message.Device, message.Sequence, message.Input))];
        (TrainedNetwork defended, DefenseChain ready) = network.For(target.Split, target.Defense);
        torch.Tensor activations = new ActivationSource(defended, network.Data.Test, scenario.Seed).Activations(keys, target.Split, ready);
        return attack.Reconstruct(activations, progress, cancellation);
    }

    private AttackedMessage Compare(
        CapturedMessage message,
        (string Split, DefenseChain Defense) target,
        Reconstruction reconstruction,
        int index,
        bool keepPictures)
    {
        TensorShape shape = network.Data.Test.Shape;
        float[] original = network.Data.Test.UnitImage(message.Input);
        float[] guess = reconstruction.Images[index];
        var sample = new LeakageSample
        {
            DeviceClass = scenario.Devices[message.DeviceClass].Class,
            Device = message.Device,
            Sequence = message.Sequence,
            Input = message.Input,
            Label = network.Data.Test.Labels.Span[message.Input],
            Split = target.Split,
            Defense = target.Defense.Canonical,
            Knowledge = adversary.Knowledge,
            Attack = adversary.Attack.Name,
            Adaptive = false,
            Server = message.Server,
            CapturedNs = message.CapturedAt.Nanoseconds,
            ReconstructedNs = message.ReconstructedAt.Nanoseconds,
            Iterations = reconstruction.Iterations,
            Mse = ImageQuality.MeanSquaredError(original, guess),
            PsnrDb = ImageQuality.Psnr(original, guess),
            SsimUniform7 = ImageQuality.Ssim(original, guess, shape, SsimConvention.Uniform7),
            SsimWang11 = ImageQuality.Ssim(original, guess, shape, SsimConvention.Wang11),
            SsimPaper = ImageQuality.Ssim(original, guess, shape, SsimConvention.Paper),
        };
        return new AttackedMessage(sample, keepPictures ? original : null, keepPictures ? guess : null);
    }

    private sealed class BatchProgress(IStageProgress stage, int before, int batch, int all) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value) => stage.Report(
            (before + ((double)batch * value.Iteration / value.Iterations)) / all,
            $"messages {before + 1}-{before + batch} of {all}, iteration {value.Iteration}/{value.Iterations}");
    }
}
