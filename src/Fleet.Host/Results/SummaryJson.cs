using System.Text.Json;

namespace Fleet.Host.Results;

/// <summary>
/// Writes summary.json key by key, as the generated contracts of <see cref="ResultsJson"/> read it and would write it. The
/// serializer behind those is generic in every type that it meets: for a small file the runtime would compile some two
/// hundred methods at the end of every run.
/// </summary>
internal static class SummaryJson
{
    /// <summary>Writes a summary.</summary>
    public static void Write(Utf8JsonWriter json, RunSummary summary)
    {
        json.WriteStartObject();
        json.WriteString("scenario", summary.Scenario);
        json.WriteNumber("seed", summary.Seed);
        json.WriteFinite("simulatedSeconds", summary.SimulatedSeconds);
        json.WriteFinite("wallSeconds", summary.WallSeconds);
        json.WriteNumber("events", summary.Events);
        json.WriteFinite("eventsPerSecond", summary.EventsPerSecond);
        json.WriteNumber("devices", summary.Devices);
        Write(json, summary.Requests);
        json.WriteStartObject("entityFailures");
        json.WriteCounts("causes", summary.EntityFailures.Causes);
        json.WriteTexts("stopped", summary.EntityFailures.Stopped);
        json.WriteEndObject();
        Write(json, summary.LatencyMs);
        json.WriteStartArray("accuracy");
        foreach (AccuracyRow row in summary.Accuracy) Write(json, row);
        json.WriteEndArray();
        json.WriteStartArray("leakage");
        foreach (LeakageRow row in summary.Leakage) Write(json, row);
        json.WriteEndArray();
        json.WriteStartObject("requestsFile");
        json.WriteString("mode", summary.RequestsFile.Mode);
        json.WriteNumber("rows", summary.RequestsFile.Rows);
        json.WriteNumber("of", summary.RequestsFile.Of);
        json.WriteEndObject();
        json.WriteString("resultHash", summary.ResultHash);
        json.WriteString("tensorHash", summary.TensorHash);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RequestCounts requests)
    {
        json.WriteStartObject("requests");
        json.WriteNumber("issued", requests.Issued);
        json.WriteNumber("answered", requests.Answered);
        json.WriteCounts("failed", requests.Failed);
        json.WriteNumber("inFlight", requests.InFlight);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LatencyFigures latency)
    {
        json.WriteStartObject("latencyMs");
        json.WriteFinite("mean", latency.Mean);
        json.WriteFinite("p50", latency.P50);
        json.WriteFinite("p95", latency.P95);
        json.WriteFinite("p99", latency.P99);
        json.WriteStartObject("byStage");
        foreach ((string stage, double mean) in latency.ByStage) json.WriteFinite(stage, mean);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AccuracyRow row)
    {
        json.WriteStartObject();
        json.WriteString("network", row.Network);
        json.WriteString("data", row.Data);
        json.WriteString("split", row.Split);
        json.WriteString("defense", row.Defense);
        json.WriteFinite("value", row.Value);
        json.WriteInterval("ci95", row.Ci95);
        json.WriteNumber("samples", row.Samples);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LeakageRow row)
    {
        json.WriteStartObject();
        json.WriteString("knowledge", row.Knowledge);
        json.WriteString("attack", row.Attack);
        json.WriteBoolean("adaptive", row.Adaptive);
        json.WriteString("split", row.Split);
        json.WriteString("defense", row.Defense);
        json.WriteNumber("samples", row.Samples);
        json.WriteFinite("mse", row.Mse);
        json.WriteEstimate("psnrDb", row.PsnrDb);
        json.WriteEstimate("ssim", row.Ssim);
        json.WriteString("ssimConvention", row.SsimConvention);
        json.WriteFinite("recognisable", row.Recognisable);
        json.WriteEstimate("identificationAccuracy", row.IdentificationAccuracy);
        json.WriteFinite("distanceCorrelation", row.DistanceCorrelation ?? double.NaN);
        json.WriteEstimate("dfil", row.Dfil);
        json.WriteEstimate("dfilMseBound", row.DfilMseBound);
        json.WriteEndObject();
    }
}
