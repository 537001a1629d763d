using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Models.Leakage;

namespace Fleet.Host.Results;

/// <summary>One cell of a sweep: what was set, and what came out over its replications.</summary>
/// <param name="Cell">The position of the cell in the grid, from 0.</param>
/// <param name="Assignments">What the cell sets: path in the scenario and value as text, in the order of the sweep.</param>
/// <param name="Metrics">The metrics by their names.</param>
/// <param name="ResultHashes">The result hash of each replication, of which each has a seed of its own.</param>
public sealed record SweepRow(
    int Cell, IReadOnlyList<SweepAssignment> Assignments, IReadOnlyDictionary<string, Estimate> Metrics, IReadOnlyList<string> ResultHashes)
{
    /// <summary>Mean latency in ms.</summary>
    public Estimate LatencyMeanMs => this[SweepMetrics.LatencyMean];

    /// <summary>Share of right answers in [0, 1].</summary>
    public Estimate Accuracy => this[SweepMetrics.Accuracy];

    /// <summary>SSIM of the reconstructions.</summary>
    public Estimate Ssim => Metrics[LeakageMetrics.Ssim.Name];

    /// <summary>A metric.</summary>
    internal Estimate this[SweepMetric metric] => Metrics[metric.Name];

    /// <summary>The values set, without their paths: what distinguishes the cell, in a few words.</summary>
    public string Label() => Assignments.Count == 0
        ? "cell " + Cell.ToString(CultureInfo.InvariantCulture)
        : string.Join(", ", Assignments.Select(assignment => assignment.Value));

    /// <summary>The row of a cell.</summary>
    internal static SweepRow Of(SweepCell cell, IReadOnlyList<RunSummary> replications) => new(
        cell.Index,
        cell.Assignments,
        SweepMetrics.All.ToDictionary(metric => metric.Name, metric => Estimate.Of(replications.Select(metric.Of)), StringComparer.Ordinal),
        [.. replications.Select(run => run.ResultHash)]);
}
