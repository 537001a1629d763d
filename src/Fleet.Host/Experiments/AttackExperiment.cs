using System.Globalization;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Leakage;

namespace Fleet.Host.Experiments;

/// <summary>Runs every cell of a plan that is not finished yet.</summary>
internal sealed class AttackExperiment(VictimProvider victims, LearnedModels learned, ProgressReporter progress, TimeProvider clock)
{
    /// <summary>Runs the cells. Interrupted, it gives those that are finished.</summary>
    /// <returns>The finished cells with what they gave, and whether all are finished.</returns>
    public (IReadOnlyList<FinishedCell> Cells, bool Finished) Execute(AttackPlan plan, AttackFolder folder, CancellationToken cancellation)
    {
        var finished = new List<FinishedCell>();
        try
        {
            progress.Run("Attacks", stage => RunCells(plan, folder, finished, stage, cancellation));
            return (finished, true);
        }
        catch (OperationCanceledException)
        {
            return (finished, false);
        }
    }

    private int RunCells(
        AttackPlan plan, AttackFolder folder, List<FinishedCell> finished, IStageProgress stage, CancellationToken cancellation)
    {
        AttackCell[] cells = [.. plan.Cells()];
        CellResult?[] results = [.. cells.Select(folder.Finished)];
        int open = results.Count(result => result is null);
        int done = 0;
        var run = new AttackCellRun(plan, folder, new CutMeter(plan), learned, clock);
        for (int i = 0; i < cells.Length; i++)
        {
            if (results[i] is not { } result)
            {
                cancellation.ThrowIfCancellationRequested();

                // Of the open cells: what earlier calls finished says nothing of the time that is left.
                (double From, double To) share = ((double)done / open, (done + 1.0) / open);
                IdentificationJudge judge = victims.Judge(stage, share.From, cancellation);
                Victim victim = victims.Prepare(cells[i], stage, share.From, cancellation);
                result = run.Run(cells[i], victim, judge, stage, share, cancellation);
                folder.Keep(cells[i], result);
                done++;
            }

            finished.Add(new FinishedCell(cells[i], result));
        }

        stage.Report(1, open == cells.Length ? string.Create(CultureInfo.InvariantCulture, $"{open} cells") : string.Create(CultureInfo.InvariantCulture, $"{open} of {cells.Length} cells; the others were finished before"));
        return open;
    }
}

/// <summary>A cell and what it gave.</summary>
internal sealed record FinishedCell(AttackCell Cell, CellResult Result);
