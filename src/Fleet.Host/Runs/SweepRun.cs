using System.Globalization;
using Fleet.Actors;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Runs;

/// <summary>Runs every cell of a sweep that is not finished yet, and writes the tables over all that are.</summary>
internal sealed class SweepRun(NetworkProvider networks, SimulationOptions simulation, ProgressReporter progress, TimeProvider clock)
{
    /// <summary>Runs the sweep. Interrupted, it writes the tables over the finished cells.</summary>
    /// <returns>A row for each finished cell, and whether all are.</returns>
    public (IReadOnlyList<SweepRow> Rows, bool Finished) Execute(
        SweepPlan plan, SweepFolder folder, IReadOnlyList<string> commandLine, CancellationToken cancellation)
    {
        var rows = new List<SweepRow>();
        try
        {
            progress.Run("Sweep", stage => RunCells(plan, folder, commandLine, rows, stage, cancellation));
            return (rows, true);
        }
        catch (OperationCanceledException)
        {
            return (rows, false);
        }
        finally
        {
            WriteTables(plan, folder, rows);
        }
    }

    private int RunCells(
        SweepPlan plan, SweepFolder folder, IReadOnlyList<string> commandLine, List<SweepRow> rows, IStageProgress stage, CancellationToken cancellation)
    {
        var silent = new ProgressReporter(Spectre.Console.AnsiConsole.Console, clock, ProgressMode.Quiet);
        var runs = new ScenarioRun(networks, simulation, silent, clock);
        int all = plan.Cells.Count * plan.Replications;
        int done = 0;
        foreach (SweepCell cell in plan.Cells)
        {
            var summaries = new List<RunSummary>();
            for (int replication = 0; replication < plan.Replications; replication++)
            {
                stage.Report((double)done++ / all, Describe(plan, cell, replication));
                summaries.Add(folder.Finished(cell, replication)
                    ?? RunOne(runs, folder, cell, replication, commandLine, cancellation));
            }

            rows.Add(SweepRows.Of(cell, summaries));
        }

        stage.Report(1, $"{plan.Cells.Count} cells");
        return rows.Count;
    }

    private static RunSummary RunOne(
        ScenarioRun runs, SweepFolder folder, SweepCell cell, int replication, IReadOnlyList<string> commandLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        WrittenRun written = runs.Execute(
            cell.Replication(replication), () => folder.OpenReplication(cell, replication), commandLine, null, cancellation);
        return written.Manifest.Status == RunStatus.Finished ? written.Summary : throw new OperationCanceledException(cancellation);
    }

    private static string Describe(SweepPlan plan, SweepCell cell, int replication)
    {
        string values = string.Concat(cell.Assignments.Select(a => $", {a.Value}"));
        string repeat = plan.Replications > 1 ? string.Create(CultureInfo.InvariantCulture, $", replication {replication + 1}/{plan.Replications}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"cell {cell.Index + 1}/{plan.Cells.Count}{values}{repeat}");
    }

    private static void WriteTables(SweepPlan plan, SweepFolder folder, List<SweepRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        SweepTable.Write(folder.PathOf("sweep.parquet"), rows);
        string title = plan.Cells[0].Scenario.Name;
        AtomicFile.Write(folder.PathOf("sweep.png"), SweepPlot.RenderPng(title, rows));
        AtomicFile.Write(folder.PathOf("sweep.svg"), SweepPlot.RenderSvg(title, rows));
    }
}
