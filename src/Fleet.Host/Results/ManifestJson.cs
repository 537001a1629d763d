using System.Text.Json;

namespace Fleet.Host.Results;

/// <summary>Writes manifest.json key by key, for the reason that <see cref="SummaryJson"/> gives.</summary>
internal static class ManifestJson
{
    /// <summary>Writes a manifest.</summary>
    public static void Write(Utf8JsonWriter json, Manifest manifest)
    {
        json.WriteStartObject();
        json.WriteString("status", manifest.Status switch
        {
            RunStatus.Finished => "finished",
            RunStatus.Interrupted => "interrupted",
            _ => throw new ArgumentOutOfRangeException(nameof(manifest), manifest.Status, "This status has no name."),
        });
        json.WritePropertyName("scenario");
        manifest.Scenario.WriteTo(json);
        json.WriteString("scenarioHash", manifest.ScenarioHash);
        json.WriteNumber("seed", manifest.Seed);
        json.WriteString("version", manifest.Version);
        json.WriteString("commit", manifest.Commit);
        json.WriteStartObject("libraries");
        foreach ((string name, string version) in manifest.Libraries) json.WriteString(name, version);
        json.WriteEndObject();
        json.WriteStartObject("host");
        json.WriteString("os", manifest.Host.Os);
        json.WriteString("architecture", manifest.Host.Architecture);
        json.WriteString("processor", manifest.Host.Processor);
        json.WriteNumber("cores", manifest.Host.Cores);
        json.WriteEndObject();
        json.WriteString("device", manifest.Device);
        Write(json, manifest.Partition);
        json.WriteStartArray("attacks");
        foreach (JsonElement attack in manifest.Attacks) attack.WriteTo(json);
        json.WriteEndArray();
        json.WriteTexts("commandLine", manifest.CommandLine);
        json.WriteString("startedAt", manifest.StartedAt);
        json.WriteString("endedAt", manifest.EndedAt);
        json.WriteString("resultHash", manifest.ResultHash);
        json.WriteString("tensorHash", manifest.TensorHash);
        json.WriteStartArray("files");
        foreach (ManifestFile file in manifest.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteString("sha256", file.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ManifestPartition? partition)
    {
        if (partition is null)
        {
            json.WriteNull("partition");
            return;
        }

        json.WriteStartObject("partition");
        json.WriteNumber("regions", partition.Regions);
        json.WriteFinite("lookaheadSeconds", partition.LookaheadSeconds);
        json.WriteNumber("windows", partition.Windows);
        json.WriteFinite("expectedEfficiency", partition.ExpectedEfficiency);
        json.WriteFinite("actualEfficiency", partition.ActualEfficiency);
        json.WriteStartArray("eventsByRegion");
        foreach (long events in partition.EventsByRegion) json.WriteNumberValue(events);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
