using Fleet.Host.Forecasts;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Leakage;
using Fleet.Models.Training;

namespace Fleet.Host.Experiments;

/// <summary>Runs every cell of a plan that is not finished yet.</summary>
/// <param name="victims">Where the attacked networks come from.</param>
/// <param name="learned">What attackers learned before.</param>
/// <param name="weights">What was trained before.</param>
/// <param name="speed">The machine, to tell the time that is left; null if nobody wants to know.</param>
/// <param name="progress">Shows the work.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class AttackExperiment(
    VictimProvider victims, LearnedModels learned, WeightStore weights, MachineSpeed? speed, ProgressReporter progress, TimeProvider clock)
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
        AttackCell[] open = [.. cells.Where((_, i) => results[i] is null)];
        var work = new WorkProgress(stage, new RemainingTime(AttackWork.Of(plan, open, speed, weights), clock));
        var run = new AttackCellRun(plan, folder, new CutMeter(plan), learned, clock);
        for (int i = 0; i < cells.Length; i++)
        {
            if (results[i] is not { } result)
            {
                cancellation.ThrowIfCancellationRequested();

                work.Begin(AttackWork.Judge);
                IdentificationJudge judge = victims.Judge(work, cancellation);
                work.Begin(AttackWork.Network);
                Victim victim = victims.Prepare(cells[i], work, cancellation);
                result = run.Run(cells[i], victim, judge, work, cancellation);
                work.End();
                folder.Keep(cells[i], result);
            }

            finished.Add(new FinishedCell(cells[i], result));
        }

        stage.Report(1, open.Length == cells.Length ? $"{open.Length} cells" : $"{open.Length} of {cells.Length} cells; the others were finished before");
        return open.Length;
    }
}

/// <summary>A cell and what it gave.</summary>
internal sealed record FinishedCell(AttackCell Cell, CellResult Result);
