using System.Globalization;
using Fleet.Host.Forecasts;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using TorchSharp;

namespace Fleet.Host.Attacks;

/// <summary>Messages that are attacked together.</summary>
/// <param name="Keys">Their keys.</param>
/// <param name="SceneOfMessage">The scene of each, numbered from 0 within the batch; messages of one scene show one picture.</param>
internal record MessageBatch(IReadOnlyList<MessageKey> Keys, IReadOnlyList<int> SceneOfMessage)
{
    /// <summary>The picture of each scene, as an index into the test part.</summary>
    public IReadOnlyList<int> Pictures { get; } = [.. Keys.Zip(SceneOfMessage).DistinctBy(one => one.Second).OrderBy(one => one.Second).Select(one => one.First.Input)];
}

/// <summary>The messages of one cell, which are made, attacked and scored batch by batch.</summary>
/// <param name="Seed">The key of the noise on the messages.</param>
/// <param name="Scenes">How many scenes there are.</param>
/// <param name="Batches">The batches.</param>
/// <param name="Recovered">Takes a batch, what was recovered of it, and the metrics of each reconstruction.</param>
/// <typeparam name="TBatch">What the source of the messages knows of a batch.</typeparam>
internal sealed record MessageStream<TBatch>(
    ulong Seed, int Scenes, IEnumerable<TBatch> Batches, Action<TBatch, Reconstruction, IReadOnlyList<MetricValues<double>>> Recovered)
    where TBatch : MessageBatch
{
    /// <summary>Takes the messages of a batch when they are made.</summary>
    public Action<TBatch, torch.Tensor> Made { get; init; } = (_, _) => { };
}

/// <summary>
/// Mounts attacks on the very activations that devices send, and scores what they recover. Fleets and experiments differ in
/// where the messages come from.
/// </summary>
/// <param name="learned">What attackers learned before.</param>
/// <param name="judge">The independent classifier; null if none looks at the reconstructions.</param>
/// <param name="looksAtOriginals">Whether it looks at the originals too.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class AttackPipeline(LearnedModels learned, IdentificationJudge? judge, bool looksAtOriginals, TimeProvider clock)
{
    /// <summary>Mounts an attack.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="victim">What it is mounted on.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="name">What the progress is called.</param>
    /// <param name="work">Shows the progress; its parts are the attacker's learning and the attack.</param>
    /// <param name="cancellation">Interrupts between iterations.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public AttackRun Run<TBatch>(
        MountedAttack attack, Victim victim, MessageStream<TBatch> messages, string name, WorkProgress work, CancellationToken cancellation)
        where TBatch : MessageBatch
    {
        AttackCell cell = attack.Cell;

        // A naive attacker learned before the defence was there. Trained weights are the device's in either case.
        DefenseChain? known = cell.Adaptive ? victim.Defense : null;
        var view = new VictimView(victim, cell.Split, known ?? DefenseChain.None, cell.AttackerSeed);
        AttackTarget target = AttackTarget.Of(victim.Network.Spec, cell.Split, cell.Case.Know(view), known) with { Compute = victim.Network.Compute };
        var source = new ActivationSource(victim.Network, victim.Test, messages.Seed);
        TBatch batch = null!;
        var scenes = new SceneStream(
            messages.Scenes, Load, (_, recovered) => messages.Recovered(batch, recovered, Score(victim, batch.Pictures, recovered.Images)))
        {
            Portions = messages.Batches.Select(next => (batch = next).Pictures.Count),
        };
        work.Begin(AttackParts.Learning(cell));
        return AttackRun.Measure(
            cell.Case.Make(attack.Settings, learned), target, scenes, clock, new Progress(work, name, messages.Scenes), cancellation);

        Transmissions Load(int first, int count)
        {
            if (first == 0)
            {
                work.Begin(AttackParts.Attack(cell)); // messages are asked for when everything is learned
            }

            torch.Tensor activations = source.Activations(batch.Keys, cell.Split, victim.Defense);
            messages.Made(batch, activations);
            return new Transmissions(activations, batch.SceneOfMessage, [.. batch.Keys.Select(key => key.Device)]);
        }
    }

    private MetricValues<double>[] Score(Victim victim, IReadOnlyList<int> pictures, IReadOnlyList<float[]> images)
    {
        float[][] originals = [.. pictures.Select(victim.Test.UnitImage)];
        int[] labels = [.. pictures.Select(picture => (int)victim.Test.Labels.Span[picture])];
        bool[]? identified = judge?.Identifies(images, labels);
        bool[]? originalsIdentified = looksAtOriginals ? judge?.Identifies(originals, labels) : null;
        return
        [
            .. originals.Select((original, i) => MetricValues.Of(new ReconstructedPicture(original, images[i], victim.Test.Shape)
            {
                Identified = identified?[i],
                OriginalIdentified = originalsIdentified?[i],
            })),
        ];
    }

    private sealed class Progress(WorkProgress work, string name, int scenes) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value)
        {
            double share = (double)value.Iteration / value.Iterations;
            work.Report(share, value.IsPreparation
                ? string.Create(CultureInfo.InvariantCulture, $"{name}: learning, {value.Iteration}/{value.Iterations}")
                : string.Create(CultureInfo.InvariantCulture, $"{name}: picture {Math.Min(scenes, 1 + (int)(share * scenes))}/{scenes}"));
        }
    }
}
