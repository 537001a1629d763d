using System.Globalization;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;

namespace Fleet.Host.Experiments;

/// <summary>Mounts the attack of one cell on what a device would send of the plan's pictures.</summary>
internal sealed class AttackCellRun(AttackPlan plan, CutMeter cuts, AttackPipeline pipeline)
{
    private readonly string _planHash = plan.Hash;

    /// <summary>Runs the cell.</summary>
    /// <returns>What it gave, and its contact sheet as PNG under the name of a file.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public (CellResult Result, (string Name, byte[] Png) Sheet) Run(AttackCell cell, Victim victim, WorkProgress work, CancellationToken cancellation)
    {
        work.Begin(AttackWork.Cut);
        CutMeasures cut = cuts.Measure(cell, victim, work, cancellation);
        var images = new List<ImageResult>();
        var shown = new List<float[]>();
        var messages = new MessageStream<MessageBatch>(CutMeter.MessageSeed, plan.Images, Batches(), (batch, recovered, metrics) =>
        {
            images.AddRange(batch.Pictures.Select((picture, i) =>
                new ImageResult(picture, (int)victim.Test.Labels.Span[picture], recovered.IterationsByScene[i], metrics[i])));
            shown.AddRange(recovered.Images.Take(ContactSheet.MaxPairs - shown.Count));
        });
        string name = $"{cell.Case.Key} at {cell.Split}, {cell.Defense.Canonical}, seed {cell.TrainingSeed}";
        AttackRun run = pipeline.Run(new MountedAttack(cell, plan.Weights is null, plan.Settings(cell)), victim, messages, name, work, cancellation);
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
    }

    // As an undivided attack would make its batches.
    private IEnumerable<MessageBatch> Batches() =>
        from pictures in Enumerable.Range(plan.FirstImage, plan.Images).Chunk(SceneStream.Portion)
        select new MessageBatch(
            [.. pictures.SelectMany(_ => Enumerable.Range(0, plan.Transmissions), (picture, sending) => CutMeter.Message(plan, picture, sending))],
            [.. pictures.SelectMany((_, scene) => Enumerable.Repeat(scene, plan.Transmissions))]);

    private (string Name, byte[] Png) Sheet(AttackCell cell, Dataset test, List<float[]> images, IReadOnlyList<ImageResult> scores)
    {
        PicturePair[] pairs =
        [
            .. scores.Take(ContactSheet.MaxPairs).Select((score, i) =>
                new PicturePair(test.UnitImage(score.Input), images[i], score.Metrics[LeakageMetrics.PsnrDb], score.Metrics[LeakageMetrics.Ssim])),
        ];
        string adaptive = cell.Adaptive ? "adaptive " : "";
        string seeds = (plan.Weights is { } own ? $"weights {own.File.Written}" : $"training seed {cell.TrainingSeed}") + (cell.Case.Learns ? $", attacker's seed {cell.AttackerSeed}" : "");
        string title = $"{adaptive}{cell.Case.Key}, {cell.Case.Knowledge} | split {cell.Split} | defence {cell.Defense.Canonical} | {seeds}";
        string name = FileNames.Safe(string.Create(CultureInfo.InvariantCulture, $"{cell.Index:D5}-{adaptive}{cell.Case.Key}-{cell.Split}-{cell.Defense.Canonical}-seed{cell.TrainingSeed}"));
        return (name + ".png", ContactSheet.Render(title, pairs, test.Shape).Png);
    }
}
