using Fleet.Actors;
using Fleet.Host.Forecasts;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Runs;

/// <summary>Runs every cell of a sweep that is not finished yet, and writes the tables over all that are.</summary>
/// <param name="networks">Where the networks come from.</param>
/// <param name="simulation">How fleets are simulated.</param>
/// <param name="times">Forecasts the time of each run, to tell the time that is left; null if nobody wants to know.</param>
/// <param name="progress">Shows the work.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class SweepRun(NetworkProvider networks, SimulationOptions simulation, ScenarioTimes? times, ProgressReporter progress, TimeProvider clock)
{
    private const string Learning = "learning";
    private const string Running = "run";

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
        Dictionary<(int Cell, int Replication), RunSummary?> finished = plan.Cells
            .SelectMany(cell => Enumerable.Range(0, plan.Replications).Select(replication => (cell, replication)))
            .ToDictionary(one => (one.cell.Index, one.replication), one => folder.Finished(one.cell, one.replication));
        WorkUnit[] units = [.. plan.Cells.SelectMany(cell => Enumerable.Range(0, plan.Replications)
            .Where(replication => finished[(cell.Index, replication)] is null)
            .SelectMany(replication => Parts(cell.Replication(replication))))];
        var work = new WorkProgress(stage, new RemainingTime(units, clock));
        foreach (SweepCell cell in plan.Cells)
        {
            var summaries = new List<RunSummary>();
            for (int replication = 0; replication < plan.Replications; replication++)
            {
                if (finished[(cell.Index, replication)] is { } before)
                {
                    summaries.Add(before);
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                work.Begin(Learning);
                work.Report(0, Describe(plan, cell, replication));
                runs.Prepare(cell.Replication(replication), cancellation);
                work.Begin(Running);
                work.Report(0, Describe(plan, cell, replication));
                summaries.Add(RunOne(runs, folder, cell, replication, commandLine, cancellation));
                work.End();
            }

            rows.Add(SweepRows.Of(cell, summaries));
        }

        stage.Report(1, $"{plan.Cells.Count} cells");
        return rows.Count;
    }

    // What is learned for one run and found by the others says nothing of the time of a run.
    private WorkUnit[] Parts(Scenario run)
    {
        TimeForecast forecast = times?.Next(run) ?? new TimeForecast(0, 1);
        return [new WorkUnit(Learning, forecast.LearningSeconds), new WorkUnit(Running, forecast.WorkSeconds)];
    }

    private static RunSummary RunOne(
        ScenarioRun runs, SweepFolder folder, SweepCell cell, int replication, IReadOnlyList<string> commandLine, CancellationToken cancellation)
    {
        WrittenRun written = runs.Execute(
            cell.Replication(replication), () => folder.OpenReplication(cell, replication), commandLine, null, cancellation);
        return written.Manifest.Status == RunStatus.Finished ? written.Summary : throw new OperationCanceledException(cancellation);
    }

    private static string Describe(SweepPlan plan, SweepCell cell, int replication)
    {
        string values = string.Concat(cell.Assignments.Select(a => $", {a.Value}"));
        string repeat = plan.Replications > 1 ? $", replication {replication + 1}/{plan.Replications}" : "";
        return $"cell {cell.Index + 1}/{plan.Cells.Count}{values}{repeat}";
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
