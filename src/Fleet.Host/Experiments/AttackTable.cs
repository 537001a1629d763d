using Fleet.Host.Results;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Experiments;

/// <summary>leakage.parquet of an attack experiment: a row for each picture of each cell.</summary>
internal static class AttackTable
{
    /// <summary>Writes the finished cells in the order of the plan, then the strongest attacks.</summary>
    public static void Write(string path, AttackPlan plan, IReadOnlyList<FinishedCell> cells, IReadOnlyList<StrongestCell> strongest) =>
        ParquetTable<Sample>.Write(
            path,
            Columns(plan),
            [
                .. cells.SelectMany(cell => cell.Result.Images.Select(image => new Sample(cell.Cell, cell.Result, image, cell.Cell.Case.Attack, cell.Cell.Case.Name))),
                .. strongest.SelectMany(cell => cell.Result.Images.Select((image, i) => new Sample(cell.Cell, cell.Result, image, StrongestAttack.Name, cell.Winners[i].Key))),
            ]);

    internal static IReadOnlyList<ParquetColumn<Sample>> Columns(AttackPlan plan) =>
    [
        ParquetColumn<Sample>.Text("network", (in Sample _) => plan.Network.Name),
        ParquetColumn<Sample>.Text("data", (in Sample _) => plan.Data.Name),
        ParquetColumn<Sample>.Int64("trainingSeed", (in Sample s) => (long)s.Cell.TrainingSeed),
        ParquetColumn<Sample>.Int64("attackerSeed", (in Sample s) => (long)s.Cell.AttackerSeed),
        ParquetColumn<Sample>.Text("split", (in Sample s) => s.Cell.Split),
        ParquetColumn<Sample>.Text("defense", (in Sample s) => s.Cell.Defense.Canonical),
        ParquetColumn<Sample>.Double("accuracy", (in Sample s) => s.Result.Cut.Accuracy),
        ParquetColumn<Sample>.Text("knowledge", (in Sample s) => s.Cell.Case.Knowledge),
        ParquetColumn<Sample>.Text("attack", (in Sample s) => s.Attack),
        ParquetColumn<Sample>.Text("case", (in Sample s) => s.Case),
        ParquetColumn<Sample>.Text("settings", (in Sample s) => AttackSettings.Given(s.Cell.Case.Settings)),
        ParquetColumn<Sample>.Bool("adaptive", (in Sample s) => s.Cell.Adaptive),
        ParquetColumn<Sample>.Int32("input", (in Sample s) => s.Image.Input),
        ParquetColumn<Sample>.Int32("label", (in Sample s) => s.Image.Label),
        ParquetColumn<Sample>.Int32("iterations", (in Sample s) => s.Image.Iterations),
        .. MetricColumns.OfPictures((in Sample s) => s.Image.Metrics, inExperiment: true),
        .. MetricColumns.OfCuts((in Sample s) => s.Result.Cut.Metrics),
        ParquetColumn<Sample>.Text("device", (in Sample _) => plan.Compute.Name),
    ];

    /// <summary>A picture of a cell, or the strongest reconstruction of it, whose case is the attack that made it.</summary>
    internal readonly record struct Sample(AttackCell Cell, CellResult Result, ImageResult Image, string Attack, string Case);
}
