using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using TorchSharp;

namespace Fleet.Host.Experiments;

/// <summary>Mounts the attack of one cell on the very activations that a device would send, and scores what it recovers.</summary>
internal sealed class AttackCellRun(AttackPlan plan, AttackFolder folder, TimeProvider clock)
{
    // The victims' own noise must not be that of the answers to an attacker's queries.
    private const ulong MessageSeed = 1;
    private const int Device = 0;

    private readonly Dictionary<(ulong Seed, VictimPart Part, string Split, string Defense), double> _accuracies = [];

    /// <summary>Runs the cell and keeps its contact sheet.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted; nothing is kept.</exception>
    public CellResult Run(AttackCell cell, Victim victim, IStageProgress stage, (double From, double To) share, CancellationToken cancellation)
    {
        double accuracy = Accuracy(cell, victim, stage, share.From, cancellation);
        DefenseChain? known = cell.Adaptive ? cell.Defense : null;
        var view = new VictimView(victim, cell.Split, known ?? DefenseChain.None, cell.AttackerSeed);
        var target = AttackTarget.Of(plan.Network, cell.Split, cell.Case.Know(view), known);
        var progress = new AttackStageProgress(stage, cell, share);
        var images = new List<ImageResult>();
        var shown = new List<float[]>();
        var scenes = new SceneStream(plan.Images, (first, count) => Messages(cell, victim, first, count), (first, recovered) =>
        {
            images.AddRange(recovered.Images.Select((image, i) => Score(victim.Test, first + i, image, recovered.IterationsByScene[i])));
            shown.AddRange(recovered.Images.Take(ContactSheet.MaxPairs - shown.Count));
        });
        AttackRun run = AttackRun.Measure(
            AttackCatalog.Find(cell.Case.Attack, cell.AttackerSeed)!, target, scenes, clock, progress, cancellation);
        WriteSheet(cell, victim.Test, shown, images);
        return new CellResult(
            cell.Canonical,
            accuracy,
            run.Preparation.TotalSeconds,
            run.Work.TotalSeconds,
            run.Cost.PreparationFlops,
            run.Cost.FlopsPerScene,
            run.Cost.Queries,
            images);
    }

    private double Accuracy(AttackCell cell, Victim victim, IStageProgress stage, double fraction, CancellationToken cancellation)
    {
        var key = (cell.TrainingSeed, cell.Case.Victim, cell.Split, cell.Defense.Canonical);
        if (!_accuracies.TryGetValue(key, out double accuracy))
        {
            stage.Report(fraction, $"accuracy at {cell.Split} with {cell.Defense.Canonical}");
            accuracy = AccuracyEvaluator.Evaluate(victim.Network, victim.Test, cell.Split, cell.Defense, MessageSeed, cancellation).Value;
            _accuracies.Add(key, accuracy);
        }

        return accuracy;
    }

    // Picture i is scene i; each of its transmissions is a request of its own, so that the noise differs.
    private Transmissions Messages(AttackCell cell, Victim victim, int first, int count)
    {
        MessageKey[] keys =
        [
            .. from picture in Enumerable.Range(first, count)
               from sending in Enumerable.Range(0, plan.Transmissions)
               select new MessageKey(Device, ((long)picture * plan.Transmissions) + sending, picture),
        ];
        torch.Tensor activations = new ActivationSource(victim.Network, victim.Test, MessageSeed).Activations(keys, cell.Split, cell.Defense);
        return new Transmissions(activations, [.. keys.Select(key => key.Input - first)]);
    }

    private static ImageResult Score(Dataset test, int input, float[] image, int iterations)
    {
        float[] original = test.UnitImage(input);
        ImageScore score = ImageQuality.Score(original, image, test.Shape, SsimConvention.Uniform7);
        return new ImageResult(
            input,
            test.Labels.Span[input],
            iterations,
            score.Mse,
            score.PsnrDb,
            score.Ssim,
            ImageQuality.Ssim(original, image, test.Shape, SsimConvention.Wang11),
            ImageQuality.Ssim(original, image, test.Shape, SsimConvention.Paper));
    }

    private void WriteSheet(AttackCell cell, Dataset test, List<float[]> images, IReadOnlyList<ImageResult> scores)
    {
        PicturePair[] pairs =
        [
            .. scores.Take(ContactSheet.MaxPairs).Select((score, i) =>
                new PicturePair(test.UnitImage(score.Input), images[i], score.PsnrDb, score.SsimUniform7)),
        ];
        string adaptive = cell.Adaptive ? "adaptive " : "";
        string seeds = $"training seed {cell.TrainingSeed}" + (cell.Case.Learns ? $", attacker's seed {cell.AttackerSeed}" : "");
        string title = $"{adaptive}{cell.Case.Key}, {cell.Case.Knowledge} | split {cell.Split} | defence {cell.Defense.Canonical} | {seeds}";
        string name = FileNames.Safe($"{cell.Index:D5}-{adaptive}{cell.Case.Key}-{cell.Split}-{cell.Defense.Canonical}-seed{cell.TrainingSeed}");
        AtomicFile.Write(folder.PathOfPicture(name + ".png"), ContactSheet.Render(title, pairs, test.Shape).Png);
    }

    private sealed class AttackStageProgress(IStageProgress stage, AttackCell cell, (double From, double To) share) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value) => stage.Report(
            share.From + ((share.To - share.From) * value.Iteration / value.Iterations),
            $"{cell.Case.Key} at {cell.Split}, {cell.Defense.Canonical}, seed {cell.TrainingSeed}: {value.Iteration}/{value.Iterations}");
    }
}
