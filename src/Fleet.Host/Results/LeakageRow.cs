using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>What one attack recovered at one split point behind one defence.</summary>
/// <param name="Knowledge">What the adversary knows: white-box, black-box or query-free.</param>
/// <param name="Attack">The attack.</param>
/// <param name="Adaptive">Whether it takes the defence into account.</param>
/// <param name="Split">The split point.</param>
/// <param name="Defense">The defence in canonical form.</param>
/// <param name="Samples">The number of messages attacked.</param>
/// <param name="Metrics">The metrics as summary.json has them; a mean of NaN for one that does not exist.</param>
[JsonConverter(typeof(LeakageRowConverter))]
public sealed record LeakageRow(
    string Knowledge, string Attack, bool Adaptive, string Split, string Defense, int Samples, MetricValues<MeanEstimate> Metrics);

/// <summary>A row with a key for each metric.</summary>
internal sealed class LeakageRowConverter : JsonConverter<LeakageRow>
{
    public override LeakageRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement row = document.RootElement;
        try
        {
            return new LeakageRow(
                row.GetProperty("knowledge").GetString()!,
                row.GetProperty("attack").GetString()!,
                row.GetProperty("adaptive").GetBoolean(),
                row.GetProperty("split").GetString()!,
                row.GetProperty("defense").GetString()!,
                row.GetProperty("samples").GetInt32(),
                new MetricValues<MeanEstimate>((metric, _) =>
                    metric.InSummary == MetricForm.None || row.GetProperty(metric.Name) is not { ValueKind: not JsonValueKind.Null } figure ? MeanEstimate.Unknown
                    : metric.InSummary == MetricForm.Value ? MeanEstimate.Exactly(figure.GetDouble())
                    : figure.Deserialize(Estimate(options))));
        }
        catch (Exception problem) when (problem is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(problem.Message, problem);
        }
    }

    public override void Write(Utf8JsonWriter writer, LeakageRow value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("knowledge", value.Knowledge);
        writer.WriteString("attack", value.Attack);
        writer.WriteBoolean("adaptive", value.Adaptive);
        writer.WriteString("split", value.Split);
        writer.WriteString("defense", value.Defense);
        writer.WriteNumber("samples", value.Samples);
        foreach (LeakageMetric metric in LeakageMetrics.All.Where(metric => metric.InSummary != MetricForm.None))
        {
            MeanEstimate figure = value.Metrics[metric];
            writer.WritePropertyName(metric.Name);
            if (metric.InSummary == MetricForm.Estimate && (metric.IsMean || !double.IsNaN(figure.Mean)))
            {
                JsonSerializer.Serialize(writer, figure, Estimate(options));
            }
            else if (double.IsFinite(figure.Mean))
            {
                writer.WriteNumberValue(figure.Mean);
            }
            else
            {
                writer.WriteNullValue();
            }

            if (metric.Convention.Length > 0)
            {
                writer.WriteString(metric.Name + "Convention", metric.Convention);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonTypeInfo<MeanEstimate> Estimate(JsonSerializerOptions options) => (JsonTypeInfo<MeanEstimate>)options.GetTypeInfo(typeof(MeanEstimate));
}
