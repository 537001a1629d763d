using Fleet.Host.Terminal;

namespace Fleet.Host.Experiments;

/// <summary>Runs every cell of a plan that is not finished yet.</summary>
internal sealed class AttackExperiment(VictimProvider victims, ProgressReporter progress, TimeProvider clock)
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
        IReadOnlyList<AttackCell> cells = plan.Cells();
        var run = new AttackCellRun(plan, folder, clock);
        foreach (AttackCell cell in cells)
        {
            CellResult? result = folder.Finished(cell);
            if (result is null)
            {
                cancellation.ThrowIfCancellationRequested();
                (double From, double To) share = ((double)cell.Index / cells.Count, (cell.Index + 1.0) / cells.Count);
                Victim victim = victims.Prepare(cell, stage, share.From, cancellation);
                result = run.Run(cell, victim, stage, share, cancellation);
                folder.Keep(cell, result);
            }

            finished.Add(new FinishedCell(cell, result));
        }

        stage.Report(1, $"{cells.Count} cells");
        return cells.Count;
    }
}

/// <summary>A cell and what it gave.</summary>
internal sealed record FinishedCell(AttackCell Cell, CellResult Result);
