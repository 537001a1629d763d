using Fleet.Actors.World.Telemetry;

namespace Fleet.Host.Results;

/// <summary>sweep.parquet: one row per cell, one column per path that the sweep sets, and the metrics.</summary>
public static class SweepTable
{
    /// <summary>Writes the cells.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="rows">The cells; all set the same paths.</param>
    /// <exception cref="ArgumentException">Two cells set different paths.</exception>
    public static void Write(string path, IReadOnlyList<SweepRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string[] paths = rows.Count == 0 ? [] : [.. rows[0].Assignments.Select(assignment => assignment.Path)];
        if (rows.Any(row => !row.Assignments.Select(assignment => assignment.Path).SequenceEqual(paths)))
        {
            throw new ArgumentException("All cells of a sweep set the same paths.", nameof(rows));
        }

        ParquetTable<SweepRow>.Write(path, Columns(paths), rows);
    }

    /// <summary>The columns, in the order of the file.</summary>
    internal static IReadOnlyList<ParquetColumn<SweepRow>> Columns(IReadOnlyList<string> paths) =>
    [
        ParquetColumn<SweepRow>.Int32("cell", (in SweepRow r) => r.Cell),
        .. paths.Select((path, i) => ParquetColumn<SweepRow>.Text(path, (in SweepRow r) => r.Assignments[i].Value)),
        ParquetColumn<SweepRow>.Int32("replications", (in SweepRow r) => r.Replications),
        .. Metric("latencyMeanMs", row => row.LatencyMeanMs),
        .. Metric("latencyP50Ms", row => row.LatencyP50Ms),
        .. Metric("latencyP95Ms", row => row.LatencyP95Ms),
        .. Metric("latencyP99Ms", row => row.LatencyP99Ms),
        .. StageTimes.Stages.Select(stage =>
            ParquetColumn<SweepRow>.OptionalDouble(stage.Name + "MeanMs", (in SweepRow r) => r.StageMeanMs[stage.Index])),
        ParquetColumn<SweepRow>.OptionalDouble("issued", (in SweepRow r) => r.Issued.Mean),
        ParquetColumn<SweepRow>.OptionalDouble("in_flight", (in SweepRow r) => r.InFlight.Mean),
        .. Metric("answered", row => row.Answered),
        .. Metric("failed", row => row.Failed),
        .. Metric("accuracy", row => row.Accuracy),
        .. Metric("psnrDb", row => row.PsnrDb),
        .. Metric("ssim", row => row.Ssim),
        .. Metric("recognisable", row => row.Recognisable),
        ParquetColumn<SweepRow>.Text("resultHashes", (in SweepRow r) => string.Join(' ', r.ResultHashes)),
    ];

    private static IEnumerable<ParquetColumn<SweepRow>> Metric(string name, Func<SweepRow, Estimate> metric) =>
    [
        ParquetColumn<SweepRow>.OptionalDouble(name, (in SweepRow r) => metric(r).Mean),
        ParquetColumn<SweepRow>.OptionalDouble(name + "Low", (in SweepRow r) => metric(r).Ci95.Low),
        ParquetColumn<SweepRow>.OptionalDouble(name + "High", (in SweepRow r) => metric(r).Ci95.High),
    ];
}
