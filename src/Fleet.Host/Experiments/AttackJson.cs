using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Experiments;

/// <summary>The rows of an attack experiment as JSON, for scripts.</summary>
internal static class AttackJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>The rows as a list; a value that is not known is null.</summary>
    public static string ToText(IReadOnlyList<AttackRow> rows) => new JsonArray([.. rows.Select(ToNode)]).ToJsonString(Options);

    private static JsonObject ToNode(AttackRow row)
    {
        var node = new JsonObject
        {
            ["network"] = row.Network,
            ["data"] = row.Data,
            ["split"] = row.Split,
            ["attack"] = row.Attack,
            ["case"] = row.Case,
            ["knowledge"] = row.Knowledge,
            ["settings"] = Settings(row),
            ["adaptive"] = row.Adaptive,
            ["defense"] = row.Defense,
            ["accuracy"] = row.Accuracy,
            ["samples"] = row.Samples,
            ["seeds"] = row.Seeds,
        };
        foreach (LeakageMetric metric in LeakageMetrics.All)
        {
            Add(node, metric, row.Metrics[metric]);
        }

        node["preparationFlops"] = row.PreparationFlops;
        node["flopsPerPicture"] = row.FlopsPerImage;
        node["strongest"] = row.Strongest is { } strongest ? new JsonObject(strongest.Select(one => KeyValuePair.Create(one.Attack, (JsonNode?)one.Pictures))) : null;
        node["seconds"] = row.Seconds;
        node["device"] = row.Device;
        return node;
    }

    // The rows are over the attacker's seeds.
    private static JsonObject? Settings(AttackRow row)
    {
        JsonObject? settings = row.Settings is { } given ? AttackSettings.ToJson(given) : null;
        settings?.Remove("seed");
        return settings;
    }

    private static void Add(JsonObject row, LeakageMetric metric, SeedMedian? figure)
    {
        if (metric.InExperiment == MetricForm.None)
        {
            return;
        }

        row[metric.Name] = figure is null ? null : metric.InExperiment switch
        {
            MetricForm.Estimate => new JsonObject { ["mean"] = Number(figure.Median), ["ci95"] = ToArray(figure.Ci95) },
            MetricForm.Spread => new JsonObject(Spread(figure)),
            MetricForm.SpreadAndInterval => new JsonObject([.. Spread(figure), KeyValuePair.Create("ci95", (JsonNode?)ToArray(figure.Ci95))]),
            MetricForm.Truth => figure.Low == 1,
            _ => Number(figure.Median),
        };
        if (metric.InExperiment == MetricForm.ValueAndInterval)
        {
            row[metric.Name + "Ci95"] = ToArray(figure!.Ci95);
        }
    }

    private static KeyValuePair<string, JsonNode?>[] Spread(SeedMedian figure) =>
        [new("median", Number(figure.Median)), new("low", Number(figure.Low)), new("high", Number(figure.High))];

    private static JsonArray ToArray(Interval interval) => [Number(interval.Low), Number(interval.High)];

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
