using System.Text.Json.Nodes;
using Fleet.Models.Statistics;

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

    /// <summary>The rows as JSON, with null for what does not exist.</summary>
    public static string ToText(IReadOnlyList<SweepRow> rows) => new JsonArray([.. rows.Select(ToNode)]).ToJsonString(ResultsJson.Context.Options);

    /// <summary>The columns, in the order of the file.</summary>
    internal static IReadOnlyList<ParquetColumn<SweepRow>> Columns(IReadOnlyList<string> paths) =>
    [
        ParquetColumn<SweepRow>.Int32("cell", (in SweepRow r) => r.Cell),
        .. paths.Select((path, i) => ParquetColumn<SweepRow>.Text(path, (in SweepRow r) => r.Assignments[i].Value)),
        ParquetColumn<SweepRow>.Int32("replications", (in SweepRow r) => r.ResultHashes.Count),
        .. SweepMetrics.All.SelectMany(Columns),
        ParquetColumn<SweepRow>.Text("resultHashes", (in SweepRow r) => string.Join(' ', r.ResultHashes)),
    ];

    private static IEnumerable<ParquetColumn<SweepRow>> Columns(SweepMetric metric)
    {
        yield return ParquetColumn<SweepRow>.OptionalDouble(metric.Column, (in SweepRow r) => r[metric].Mean);
        if (metric.HasInterval)
        {
            yield return ParquetColumn<SweepRow>.OptionalDouble(metric.Column + "Low", (in SweepRow r) => r[metric].Ci95.Low);
            yield return ParquetColumn<SweepRow>.OptionalDouble(metric.Column + "High", (in SweepRow r) => r[metric].Ci95.High);
        }
    }

    private static JsonObject ToNode(SweepRow row)
    {
        var node = new JsonObject
        {
            ["cell"] = row.Cell,
            ["assignments"] = new JsonArray([.. row.Assignments.Select(one => new JsonObject { ["path"] = one.Path, ["value"] = one.Value })]),
            ["replications"] = row.ResultHashes.Count,
        };
        foreach (SweepMetric metric in SweepMetrics.All)
        {
            if (!SweepMetrics.Stages.Contains(metric))
            {
                node[metric.Name] = new JsonObject { ["mean"] = Number(row[metric].Mean), ["ci95"] = ToNode(row[metric].Ci95) };
            }
            else if (metric == SweepMetrics.Stages[0])
            {
                node["stageMeanMs"] = new JsonArray([.. SweepMetrics.Stages.Select(stage => Number(row[stage].Mean))]);
            }
        }

        node["resultHashes"] = new JsonArray([.. row.ResultHashes.Select(hash => JsonValue.Create(hash))]);
        return node;
    }

    private static JsonArray? ToNode(Interval interval) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High) ? [interval.Low, interval.High] : null;

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
