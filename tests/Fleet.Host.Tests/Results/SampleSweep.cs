using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Models.Leakage;

namespace Fleet.Host.Tests.Results;

/// <summary>Made-up cells of a sweep.</summary>
internal static class SampleSweep
{
    public static IReadOnlyList<SweepRow> Rows(int cells, bool leakage = true, bool accuracy = true, int replications = 3) =>
        [.. Enumerable.Range(0, cells).Select(i => Row(i, leakage, accuracy, replications))];

    private static SweepRow Row(int i, bool leakage, bool accuracy, int replications)
    {
        return new SweepRow(
            i,
            [
                new SweepAssignment("devices[camera].split", "ReLU" + (1 + (i % 2))),
                new SweepAssignment("devices[camera].defense", i % 3 == 0 ? "none" : $"gaussian 0.{i % 10}"),
            ],
            SweepMetrics.All.ToDictionary(
                metric => metric.Name,
                metric => metric == SweepMetrics.Accuracy ? (accuracy ? Around(0.98 - (0.01 * i), replications) : Estimate.None)
                    : metric.Name == LeakageMetrics.Ssim.Name ? (leakage ? Around(0.9 - (0.04 * i), replications) : Estimate.None)
                    : SweepMetrics.Leakage.Contains(metric) ? (leakage ? Around(20, replications) : Estimate.None)
                    : metric == SweepMetrics.Issued ? Around(1005, replications)
                    : metric == SweepMetrics.Answered ? Around(1000, replications)
                    : Around(60 + (3 * i), replications)),
            [.. Enumerable.Range(0, replications).Select(r => $"hash{i}-{r}")]);
    }

    private static Estimate Around(double value, int replications) =>
        Estimate.Of(Enumerable.Range(0, replications).Select(r => value + (0.01 * (r - ((replications - 1) / 2.0)))));
}
