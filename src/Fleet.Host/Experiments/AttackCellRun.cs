using System.Globalization;
using Fleet.Host.Forecasts;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using TorchSharp;

namespace Fleet.Host.Experiments;

/// <summary>Mounts the attack of one cell on the very activations that a device would send, and scores what it recovers.</summary>
internal sealed class AttackCellRun(AttackPlan plan, CutMeter cuts, LearnedModels learned, TimeProvider clock)
{
    // The victims' own noise must not be that of the answers to an attacker's queries.
    internal const ulong MessageSeed = 1;
    private const int Device = 0;

    private readonly string _planHash = plan.Hash;

    /// <summary>A message of the device: the picture is an index into the test part, and each of its transmissions has noise of its own.</summary>
    public static MessageKey Message(AttackPlan plan, int picture, int sending) =>
        new(Device, ((long)picture * plan.Transmissions) + sending, picture);

    /// <summary>Runs the cell.</summary>
    /// <returns>What it gave, and its contact sheet as PNG under the name of a file.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public (CellResult Result, (string Name, byte[] Png) Sheet) Run(
        AttackCell cell, Victim victim, IdentificationJudge judge, WorkProgress work, CancellationToken cancellation)
    {
        work.Begin(AttackWork.Cut);
        CutMeasures cut = cuts.Measure(cell, victim, work, cancellation);
        DefenseChain? known = cell.Adaptive ? victim.Defense : null;
        var view = new VictimView(victim, cell.Split, known ?? DefenseChain.None, cell.AttackerSeed);
        var target = AttackTarget.Of(plan.Network, cell.Split, cell.Case.Know(view), known) with { Compute = plan.Compute };
        var progress = new CellProgress(work, cell);
        var images = new List<ImageResult>();
        var shown = new List<float[]>();
        var scenes = new SceneStream(plan.Images, Load, (first, recovered) =>
        {
            images.AddRange(Score(victim.Test, plan.FirstImage + first, recovered, judge));
            shown.AddRange(recovered.Images.Take(ContactSheet.MaxPairs - shown.Count));
        });
        work.Begin(AttackWork.Learning(cell));
        AttackRun run = AttackRun.Measure(
            plan.Settings(cell).Attack(learned), target, scenes, clock, progress, cancellation);
        var result = new CellResult(
            CellResult.CurrentFormat,
            _planHash,
            cell.Canonical,
            cut,
            run.Preparation.TotalSeconds,
            run.Work.TotalSeconds,
            run.Cost.PreparationFlops,
            run.Cost.FlopsPerScene,
            run.Cost.Queries,
            images);
        return (result, Sheet(cell, victim.Test, shown, images));

        // Messages are asked for when everything is learned.
        Transmissions Load(int first, int count)
        {
            if (first == 0)
            {
                work.Begin(AttackWork.Attack(cell));
            }

            return Messages(cell, victim, plan.FirstImage + first, count);
        }
    }

    private Transmissions Messages(AttackCell cell, Victim victim, int first, int count)
    {
        MessageKey[] keys =
        [
            .. from picture in Enumerable.Range(first, count)
               from sending in Enumerable.Range(0, plan.Transmissions)
               select Message(plan, picture, sending),
        ];
        torch.Tensor activations = new ActivationSource(victim.Network, victim.Test, MessageSeed).Activations(keys, cell.Split, victim.Defense);
        return new Transmissions(activations, [.. keys.Select(key => key.Input - first)]);
    }

    private static IEnumerable<ImageResult> Score(Dataset test, int first, Reconstruction reconstruction, IdentificationJudge judge)
    {
        int count = reconstruction.Images.Count;
        float[][] originals = [.. Enumerable.Range(first, count).Select(test.UnitImage)];
        int[] labels = [.. Enumerable.Range(first, count).Select(i => (int)test.Labels.Span[i])];
        bool[] identified = judge.Identifies(reconstruction.Images, labels);
        bool[] identifiedOriginals = judge.Identifies(originals, labels);
        return reconstruction.Images.Select((image, i) =>
        {
            ImageScore score = ImageQuality.Score(originals[i], image, test.Shape, SsimConvention.Uniform7);
            return new ImageResult(
                first + i,
                labels[i],
                reconstruction.IterationsByScene[i],
                score.Mse,
                score.PsnrDb,
                score.Ssim,
                ImageQuality.Ssim(originals[i], image, test.Shape, SsimConvention.Wang11),
                ImageQuality.Ssim(originals[i], image, test.Shape, SsimConvention.Paper),
                identified[i],
                identifiedOriginals[i]);
        });
    }

    private (string Name, byte[] Png) Sheet(AttackCell cell, Dataset test, List<float[]> images, IReadOnlyList<ImageResult> scores)
    {
        PicturePair[] pairs =
        [
            .. scores.Take(ContactSheet.MaxPairs).Select((score, i) =>
                new PicturePair(test.UnitImage(score.Input), images[i], score.PsnrDb, score.SsimUniform7)),
        ];
        string adaptive = cell.Adaptive ? "adaptive " : "";
        string seeds = (plan.Weights is { } own ? $"weights {own.File.Written}" : $"training seed {cell.TrainingSeed}") + (cell.Case.Learns ? $", attacker's seed {cell.AttackerSeed}" : "");
        string title = $"{adaptive}{cell.Case.Key}, {cell.Case.Knowledge} | split {cell.Split} | defence {cell.Defense.Canonical} | {seeds}";
        string name = FileNames.Safe(string.Create(CultureInfo.InvariantCulture, $"{cell.Index:D5}-{adaptive}{cell.Case.Key}-{cell.Split}-{cell.Defense.Canonical}-seed{cell.TrainingSeed}"));
        return (name + ".png", ContactSheet.Render(title, pairs, test.Shape).Png);
    }

    private sealed class CellProgress(WorkProgress work, AttackCell cell) : IProgress<AttackProgress>
    {
        public void Report(AttackProgress value) => work.Report(
            (double)value.Iteration / value.Iterations,
            string.Create(CultureInfo.InvariantCulture, $"{cell.Case.Key} at {cell.Split}, {cell.Defense.Canonical}, seed {cell.TrainingSeed}: {(value.IsPreparation ? "learning, " : "")}{value.Iteration}/{value.Iterations}"));
    }
}
