using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Results;

/// <summary>Made-up cells of a sweep.</summary>
internal static class SampleSweep
{
    public static IReadOnlyList<SweepRow> Rows(int cells, bool leakage = true, bool accuracy = true, int replications = 3) =>
        [.. Enumerable.Range(0, cells).Select(i => Row(i, leakage, accuracy, replications))];

    private static SweepRow Row(int i, bool leakage, bool accuracy, int replications)
    {
        Estimate latency = Around(60 + (3 * i), replications);
        return new SweepRow
        {
            Cell = i,
            Assignments =
            [
                new SweepAssignment("devices[camera].split", "ReLU" + (1 + (i % 2))),
                new SweepAssignment("devices[camera].defense", i % 3 == 0 ? "none" : $"gaussian 0.{i % 10}"),
            ],
            Replications = replications,
            LatencyMeanMs = latency,
            LatencyP50Ms = latency,
            LatencyP95Ms = latency,
            LatencyP99Ms = latency,
            StageMeanMs = [.. Enumerable.Range(0, StageTimes.Count).Select(stage => (double)stage)],
            Issued = Around(1005, replications),
            InFlight = Around(3, replications),
            Answered = Around(1000, replications),
            Failed = Around(2, replications),
            Accuracy = accuracy ? Around(0.98 - (0.01 * i), replications) : Estimate.None,
            PsnrDb = leakage ? Around(20, replications) : Estimate.None,
            Ssim = leakage ? Around(0.9 - (0.04 * i), replications) : Estimate.None,
            Recognisable = leakage ? Around(0.5, replications) : Estimate.None,
            ResultHashes = [.. Enumerable.Range(0, replications).Select(r => $"hash{i}-{r}")],
        };
    }

    private static Estimate Around(double value, int replications) =>
        Estimate.Of(Enumerable.Range(0, replications).Select(r => value + (0.01 * (r - ((replications - 1) / 2.0)))));
}
