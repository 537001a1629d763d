using System.Globalization;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Leakage;

namespace Fleet.Host.Experiments;

/// <summary>Runs every cell of a plan that is not finished yet.</summary>
internal sealed class AttackExperiment(VictimProvider victims, LearnedModels learned, ProgressReporter progress, TimeProvider clock)
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
        int open = results.Count(result => result is null);
        int done = 0;
        var run = new AttackCellRun(plan, new CutMeter(plan), learned, clock);
        for (int i = 0; i < cells.Length; i++)
        {
            if (results[i] is not { } result)
            {
                cancellation.ThrowIfCancellationRequested();

                // Of the open cells: what earlier calls finished says nothing of the time that is left.
                (double From, double To) share = ((double)done / open, (done + 1.0) / open);
                IdentificationJudge judge = victims.Judge(stage, share.From, cancellation);
                Victim victim = victims.Prepare(cells[i], stage, share.From, cancellation);
                (result, (string Name, byte[] Png) sheet) = run.Run(cells[i], victim, judge, stage, share, cancellation);
                finished.Add(new FinishedCell(cells[i], result)); // known, whether or not the disk takes it
                Keep(folder, cells[i], result, sheet);
                done++;
            }
            else
            {
                finished.Add(new FinishedCell(cells[i], result));
            }
        }

        stage.Report(1, open == cells.Length ? string.Create(CultureInfo.InvariantCulture, $"{open} cells") : string.Create(CultureInfo.InvariantCulture, $"{open} of {cells.Length} cells; the others were finished before"));
        return open;
    }
}

/// <summary>A cell and what it gave.</summary>
internal sealed record FinishedCell(AttackCell Cell, CellResult Result);

/// <summary>How far an experiment came.</summary>
/// <param name="Cells">The cells whose figures are known.</param>
/// <param name="Failure">What ended it before its end: its interruption or a failure; null at its end.</param>
internal sealed record AttackOutcome(IReadOnlyList<FinishedCell> Cells, Exception? Failure);
