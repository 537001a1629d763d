using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>One cell of a sweep: what was set, and what came out over its replications.</summary>
public sealed record SweepRow
{
    /// <summary>The position of the cell in the grid, from 0.</summary>
    public required int Cell { get; init; }

    /// <summary>What the cell sets: path in the scenario and value as text, in the order of the sweep.</summary>
    public required IReadOnlyList<SweepAssignment> Assignments { get; init; }

    /// <summary>The number of runs, each with a seed of its own.</summary>
    public required int Replications { get; init; }

    /// <summary>Mean latency in ms.</summary>
    public required Estimate LatencyMeanMs { get; init; }

    /// <summary>Median latency in ms.</summary>
    public required Estimate LatencyP50Ms { get; init; }

    /// <summary>95th percentile of the latency in ms.</summary>
    public required Estimate LatencyP95Ms { get; init; }

    /// <summary>99th percentile of the latency in ms.</summary>
    public required Estimate LatencyP99Ms { get; init; }

    /// <summary>Mean of each stage in ms, the mean over the replications, in the order of a request's way.</summary>
    public required IReadOnlyList<double> StageMeanMs { get; init; }

    /// <summary>Requests that arrived per run.</summary>
    public required Estimate Issued { get; init; }

    /// <summary>Requests in flight at the end of a run.</summary>
    public required Estimate InFlight { get; init; }

    /// <summary>Requests answered per run.</summary>
    public required Estimate Answered { get; init; }

    /// <summary>Requests failed per run, all reasons together.</summary>
    public required Estimate Failed { get; init; }

    /// <summary>Share of right answers in [0, 1].</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>PSNR of the reconstructions in dB.</summary>
    public required Estimate PsnrDb { get; init; }

    /// <summary>SSIM of the reconstructions.</summary>
    public required Estimate Ssim { get; init; }

    /// <summary>Share of recognisable reconstructions in [0, 1].</summary>
    public required Estimate Recognisable { get; init; }

    /// <summary>The result hash of each replication.</summary>
    public required IReadOnlyList<string> ResultHashes { get; init; }

    /// <summary>The values set, without their paths: what distinguishes the cell, in a few words.</summary>
    public string Label() => Assignments.Count == 0
        ? "cell " + Cell.ToString(CultureInfo.InvariantCulture)
        : string.Join(", ", Assignments.Select(assignment => assignment.Value));
}

/// <summary>A metric over the replications of a cell.</summary>
/// <param name="Mean">The mean over the replications; NaN where there is no value.</param>
/// <param name="Ci95">Student's t interval of the mean; NaN where there are fewer than two values.</param>
public sealed record Estimate(double Mean, Interval Ci95)
{
    private const double Confidence = 0.95;

    /// <summary>No value.</summary>
    public static Estimate None { get; } = new(double.NaN, Interval.Undefined);

    /// <summary>The mean of one value per replication; replications without a value (NaN) are left out.</summary>
    public static Estimate Of(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(value => !double.IsNaN(value))];
        return known.Length == 0 ? None : new Estimate(known.Average(), Intervals.Mean(known, Confidence));
    }
}
