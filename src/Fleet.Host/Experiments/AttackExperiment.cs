using System.Globalization;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Experiments;

/// <summary>Runs every cell of a plan that is not finished yet.</summary>
/// <param name="models">Where the attacked networks come from.</param>
/// <param name="speed">The machine, to tell the time that is left; null if nobody wants to know.</param>
/// <param name="progress">Shows the work.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class AttackExperiment(ModelStore models, MachineSpeed? speed, ProgressReporter progress, TimeProvider clock)
{
    /// <summary>Runs the cells. Interrupted, or where one fails, it gives those up to there.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="tell">Told, a line each, which finished cells cannot be used and why.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public AttackOutcome Execute(AttackPlan plan, AttackFolder folder, Action<string> tell, CancellationToken cancellation)
    {
        CellResult?[] results = Finished(plan, folder, tell);
        var finished = new List<FinishedCell>();
        try
        {
            progress.Run("Attacks", stage => RunCells(plan, folder, results, finished, stage, cancellation));
            return new AttackOutcome(finished, null);
        }
        catch (Exception failure)
        {
            return new AttackOutcome(finished, failure);
        }
    }

    private static CellResult?[] Finished(AttackPlan plan, AttackFolder folder, Action<string> tell)
    {
        var stale = new StaleCells();
        var results = new List<CellResult?>();
        foreach (AttackCell cell in plan.Cells())
        {
            Finding<CellResult> found = folder.Finished(cell);
            stale.Note(cell.Index.ToString("D5", CultureInfo.InvariantCulture), found.Stale);
            results.Add(found.Result);
        }

        foreach (string line in stale.Lines)
        {
            tell(line);
        }

        return [.. results];
    }

    private static void Keep(AttackFolder folder, AttackCell cell, CellResult result, (string Name, byte[] Png) sheet)
    {
        try
        {
            folder.Keep(cell, result, sheet);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnwrittenException(string.Create(CultureInfo.InvariantCulture, $"Cell {cell.Index:D5} could not be written: {problem.Message.TrimEnd('.')}."), problem);
        }
    }

    private int RunCells(
        AttackPlan plan, AttackFolder folder, CellResult?[] results, List<FinishedCell> finished, IStageProgress stage, CancellationToken cancellation)
    {
        AttackCell[] cells = [.. plan.Cells()];
        AttackCell[] open = [.. cells.Where((_, i) => results[i] is null)];
        var work = new WorkProgress(stage, new RemainingTime(AttackWork.Of(plan, open, speed, models.Weights), clock));
        var display = new WithinStage(work);
        var cuts = new CutMeter(plan);
        for (int i = 0; i < cells.Length; i++)
        {
            if (results[i] is not { } result)
            {
                cancellation.ThrowIfCancellationRequested();

                work.Begin(AttackWork.Judge);
                AttackCell cell = cells[i];
                ModelSection model = plan.Model(cell.TrainingSeed);
                var pipeline = new AttackPipeline(models.Learned, models.Judge(model, display, cancellation), looksAtOriginals: true, clock);
                work.Begin(AttackWork.Network);
                Victim victim = models.Prepare(model, display, cancellation, [(cell.Split, cell.Defense)], cell.Case.Victim).For(cell.Split, cell.Defense);
                (result, (string Name, byte[] Png) sheet) = new AttackCellRun(plan, cuts, pipeline).Run(cell, victim, work, cancellation);
                work.End();
                finished.Add(new FinishedCell(cells[i], result)); // known, whether or not the disk takes it
                Keep(folder, cells[i], result, sheet);
            }
            else
            {
                finished.Add(new FinishedCell(cells[i], result));
            }
        }

        stage.Report(1, open.Length == cells.Length ? string.Create(CultureInfo.InvariantCulture, $"{open.Length} cells") : string.Create(CultureInfo.InvariantCulture, $"{open.Length} of {cells.Length} cells; the others were finished before"));
        return open.Length;
    }
}

/// <summary>A cell and what it gave.</summary>
internal sealed record FinishedCell(AttackCell Cell, CellResult Result);

/// <summary>How far an experiment came.</summary>
/// <param name="Cells">The cells whose figures are known.</param>
/// <param name="Failure">What ended it before its end: its interruption or a failure; null at its end.</param>
internal sealed record AttackOutcome(IReadOnlyList<FinishedCell> Cells, Exception? Failure);
