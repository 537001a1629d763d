using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Runs;

/// <summary>Makes the row of a cell from the summaries of its replications.</summary>
internal static class SweepRows
{
    /// <summary>The row of a cell. Accuracy and leakage are means over the splits and defences of the fleet.</summary>
    public static SweepRow Of(SweepCell cell, IReadOnlyList<RunSummary> replications)
    {
        Estimate Over(Func<RunSummary, double> metric) => Estimate.Of(replications.Select(metric));
        return new SweepRow
        {
            Cell = cell.Index,
            Assignments = cell.Assignments,
            Replications = replications.Count,
            LatencyMeanMs = Over(run => run.LatencyMs.Mean),
            LatencyP50Ms = Over(run => run.LatencyMs.P50),
            LatencyP95Ms = Over(run => run.LatencyMs.P95),
            LatencyP99Ms = Over(run => run.LatencyMs.P99),
            StageMeanMs = [.. StageTimes.Stages.Select(stage => Over(run => run.LatencyMs.ByStage[stage.Name]).Mean)],
            Issued = Over(run => run.Requests.Issued),
            InFlight = Over(run => run.Requests.InFlight),
            Answered = Over(run => run.Requests.Answered),
            Failed = Over(run => run.Requests.Failed.Values.Sum()),
            Accuracy = Over(run => MeanOrNaN(run.Accuracy, row => row.Value)),
            PsnrDb = Over(run => MeanOrNaN(run.Leakage, row => row.PsnrDb.Mean)),
            Ssim = Over(run => MeanOrNaN(run.Leakage, row => row.Ssim.Mean)),
            Recognisable = Over(run => MeanOrNaN(run.Leakage, row => row.Recognisable)),
            ResultHashes = [.. replications.Select(run => run.ResultHash)],
        };
    }

    private static double MeanOrNaN<T>(IReadOnlyList<T> rows, Func<T, double> value) =>
        rows.Count == 0 ? double.NaN : rows.Average(value);
}
