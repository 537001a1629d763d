using Fleet.Actors.World.Telemetry;
using Fleet.Models.Leakage;

namespace Fleet.Host.Results;

/// <summary>A metric of the cells of a sweep: the mean over their replications, with Student's interval.</summary>
/// <param name="Name">The key in JSON.</param>
/// <param name="Of">Its value of one replication; NaN if there is none.</param>
internal sealed record SweepMetric(string Name, Func<RunSummary, double> Of)
{
    /// <summary>The column of sweep.parquet.</summary>
    public string Column { get; init; } = Name;

    /// <summary>Whether sweep.parquet has its interval, in columns with Low and High behind the name.</summary>
    public bool HasInterval { get; init; } = true;

    /// <summary>The heading in the console.</summary>
    public string Title { get; init; } = "";

    /// <summary>The format in the console.</summary>
    public string Format { get; init; } = "0.00";

    /// <summary>The factor in the console.</summary>
    public double Factor { get; init; } = 1;
}

/// <summary>The metrics of sweeps, in the order of sweep.parquet.</summary>
internal static class SweepMetrics
{
    public static SweepMetric LatencyMean { get; } = new("latencyMeanMs", run => run.LatencyMs.Mean) { Title = "mean ms" };

    public static SweepMetric LatencyP95 { get; } = new("latencyP95Ms", run => run.LatencyMs.P95) { Title = "p95 ms" };

    public static SweepMetric Issued { get; } = new("issued", run => run.Requests.Issued) { HasInterval = false, Title = "issued", Format = "#,0" };

    public static SweepMetric InFlight { get; } = new("inFlight", run => run.Requests.InFlight) { Column = "in_flight", HasInterval = false, Title = "in flight", Format = "#,0" };

    public static SweepMetric Answered { get; } = new("answered", run => run.Requests.Answered);

    public static SweepMetric Accuracy { get; } = new("accuracy", run => MeanOrNaN(run.Accuracy, row => row.Value)) { Title = "accuracy %", Factor = 100 };

    /// <summary>What attacks recovered: means over the splits and defences of the fleet.</summary>
    public static IReadOnlyList<SweepMetric> Leakage { get; } =
    [
        .. from metric in LeakageMetrics.All
           where metric.Sweep is not null
           select new SweepMetric(metric.Name, run => MeanOrNaN(run.Leakage, row => row.Metrics[metric].Mean))
           {
               Title = metric.Sweep!,
               Format = metric.IsShare ? "0" : "0." + new string('0', 1 + (metric.Decimals ?? 3)),
               Factor = metric.IsShare ? 100 : 1,
           },
    ];

    /// <summary>The mean of each stage.</summary>
    public static IReadOnlyList<SweepMetric> Stages { get; } =
        [.. StageTimes.Stages.Select(stage => new SweepMetric(stage.Name + "MeanMs", run => run.LatencyMs.ByStage[stage.Name]) { HasInterval = false })];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SweepMetric> All { get; } =
    [
        LatencyMean,
        new("latencyP50Ms", run => run.LatencyMs.P50),
        LatencyP95,
        new("latencyP99Ms", run => run.LatencyMs.P99),
        .. Stages,
        Issued,
        InFlight,
        Answered,
        new("failed", run => run.Requests.Failed.Values.Sum()),
        Accuracy,
        .. Leakage,
    ];

    private static double MeanOrNaN<T>(IReadOnlyList<T> rows, Func<T, double> value) =>
        rows.Count == 0 ? double.NaN : rows.Average(value);
}
