using System.Globalization;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Runs;

/// <summary>Runs every cell of a sweep that is not finished yet.</summary>
/// <param name="networks">Where the networks come from.</param>
/// <param name="simulation">How fleets are simulated.</param>
/// <param name="times">Forecasts the time of each run, to tell the time that is left; null if nobody wants to know.</param>
/// <param name="progress">Shows the work.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class SweepRun(ModelStore networks, SimulationOptions simulation, ScenarioTimes? times, ProgressReporter progress, TimeProvider clock)
{
    private const string Learning = "learning";
    private const string Running = "run";

    /// <summary>Runs the sweep. Interrupted, or where a cell fails, it gives the rows up to there.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="commandLine">The arguments of the process, for the manifests.</param>
    /// <param name="tell">Told, a line each, which finished cells cannot be used and why.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public SweepOutcome Execute(
        SweepPlan plan, SweepFolder folder, IReadOnlyList<string> commandLine, Action<string> tell, CancellationToken cancellation)
    {
        Dictionary<(int Cell, int Replication), RunSummary> finished = Finished(plan, folder, tell);
        var rows = new List<SweepRow>();
        try
        {
            progress.Run("Sweep", stage => RunCells(plan, folder, finished, commandLine, rows, stage, cancellation));
            return new SweepOutcome(rows, null);
        }
        catch (Exception failure)
        {
            return new SweepOutcome(rows, failure);
        }
    }

    private static Dictionary<(int Cell, int Replication), RunSummary> Finished(SweepPlan plan, SweepFolder folder, Action<string> tell)
    {
        var finished = new Dictionary<(int Cell, int Replication), RunSummary>();
        var stale = new StaleCells();
        foreach (SweepCell cell in plan.Cells)
        {
            for (int replication = 0; replication < plan.Replications; replication++)
            {
                Finding<RunSummary> found = folder.Finished(cell, replication);
                stale.Note(plan.Replications == 1 ? string.Create(CultureInfo.InvariantCulture, $"{cell.Index:D4}") : string.Create(CultureInfo.InvariantCulture, $"{cell.Index:D4}/{replication:D3}"), found.Stale);
                if (found.Result is { } summary)
                {
                    finished.Add((cell.Index, replication), summary);
                }
            }
        }

        foreach (string line in stale.Lines)
        {
            tell(line);
        }

        return finished;
    }

    private int RunCells(
        SweepPlan plan,
        SweepFolder folder,
        Dictionary<(int Cell, int Replication), RunSummary> finished,
        IReadOnlyList<string> commandLine,
        List<SweepRow> rows,
        IStageProgress stage,
        CancellationToken cancellation)
    {
        var silent = new ProgressReporter(Spectre.Console.AnsiConsole.Console, clock, ProgressMode.Quiet);
        var runs = new ScenarioRun(networks, simulation, silent, clock);
        WorkUnit[] units = [.. plan.Cells.SelectMany(cell => Enumerable.Range(0, plan.Replications)
            .Where(replication => !finished.ContainsKey((cell.Index, replication)))
            .SelectMany(replication => Parts(cell.Replication(replication))))];
        var work = new WorkProgress(stage, new RemainingTime(units, clock));
        foreach (SweepCell cell in plan.Cells)
        {
            var summaries = new List<RunSummary>();
            try
            {
                for (int replication = 0; replication < plan.Replications; replication++)
                {
                    summaries.Add(finished.GetValueOrDefault((cell.Index, replication))
                        ?? RunOne(runs, work, plan, folder, cell, replication, commandLine, cancellation));
                }
            }
            catch (UnwrittenException unwritten) when (unwritten.Summary is { } computed)
            {
                // Its figures are known all the same, and are shown with the others before the sweep ends.
                rows.Add(SweepRow.Of(cell, [.. summaries, computed]));
                throw;
            }
            catch (RunFolderException refused)
            {
                // The sweep's own folder could be written when it began.
                throw new UnwrittenException(refused.Message, refused);
            }

            rows.Add(SweepRow.Of(cell, summaries));
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
        ScenarioRun runs,
        WorkProgress work,
        SweepPlan plan,
        SweepFolder folder,
        SweepCell cell,
        int replication,
        IReadOnlyList<string> commandLine,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Scenario scenario = cell.Replication(replication);
        Begin(Learning);
        runs.Prepare(scenario, cancellation);
        Begin(Running);
        WrittenRun written = runs.Execute(scenario, () => folder.OpenReplication(cell, replication), commandLine, null, null, cancellation);
        work.End();
        return written.Manifest.Status == RunStatus.Finished ? written.Summary : throw new OperationCanceledException(cancellation);

        void Begin(string part)
        {
            work.Begin(part);
            work.Report(0, Describe(plan, cell, replication));
        }
    }

    private static string Describe(SweepPlan plan, SweepCell cell, int replication)
    {
        string values = string.Concat(cell.Assignments.Select(a => $", {a.Value}"));
        string repeat = plan.Replications > 1 ? string.Create(CultureInfo.InvariantCulture, $", replication {replication + 1}/{plan.Replications}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"cell {cell.Index + 1}/{plan.Cells.Count}{values}{repeat}");
    }
}

/// <summary>How far a sweep came.</summary>
/// <param name="Rows">A row for each cell whose figures are known.</param>
/// <param name="Failure">What ended it before its end: its interruption or a failure; null at its end.</param>
internal sealed record SweepOutcome(IReadOnlyList<SweepRow> Rows, Exception? Failure);
