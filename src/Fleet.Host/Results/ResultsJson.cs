using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Models.Files;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>
/// How results are written as JSON: camelCase, indented, a value that is not a finite number as null, an interval as
/// [low, high].
/// </summary>
public static class ResultsJson
{
    /// <summary>The contracts by which results are read and written.</summary>
    internal static ResultsJsonContext Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        // The files stand alone and are never pasted into a page unescaped, so text may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new FiniteDoubleConverter(),
            new IntervalConverter(),
            new JsonStringEnumConverter<RunStatus>(JsonNamingPolicy.CamelCase),
        },
    });

    /// <summary>summary.json as UTF-8.</summary>
    public static byte[] Write(RunSummary summary) => Line(JsonSerializer.SerializeToUtf8Bytes(summary, Context.RunSummary));

    /// <summary>manifest.json as UTF-8.</summary>
    public static byte[] Write(Manifest manifest) => Line(JsonSerializer.SerializeToUtf8Bytes(manifest, Context.Manifest));

    /// <summary>Reads a summary.json.</summary>
    /// <exception cref="JsonException">The file is not one.</exception>
    public static RunSummary ReadSummary(string path) => Read(path, Context.RunSummary);

    /// <summary>Reads a manifest.json.</summary>
    /// <exception cref="JsonException">The file is not one.</exception>
    public static Manifest ReadManifest(string path) => Read(path, Context.Manifest);

    /// <summary>The manifest in a folder; null if there is none, or none that can be read.</summary>
    public static Manifest? TryReadManifest(string folder)
    {
        string path = Path.Combine(folder, Manifest.FileName);
        try
        {
            return File.Exists(path) ? ReadManifest(path) : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The run.json of an unfinished run as UTF-8.</summary>
    internal static byte[] Write(RunDescription description) => Line(JsonSerializer.SerializeToUtf8Bytes(description, Context.RunDescription));

    /// <summary>Reads the run.json of an unfinished run.</summary>
    /// <exception cref="JsonException">The file is not one.</exception>
    internal static RunDescription ReadDescription(string path) => Read(path, Context.RunDescription);

    /// <summary>A resolved scenario, indented, for people to read.</summary>
    internal static string Indent(JsonElement element) => JsonSerializer.Serialize(element, Context.JsonElement);

    private static T Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException($"{path} holds null.");
    }

    private static byte[] Line(byte[] json) => [.. json, (byte)'\n'];
}

/// <summary>The JSON contracts, generated at build time.</summary>
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(RunDescription))]
[JsonSerializable(typeof(MeanEstimate))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ResultsJsonContext : JsonSerializerContext;

/// <summary>JSON has no NaN and no infinity: both become null, and null is read as NaN.</summary>
internal sealed class FiniteDoubleConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>An interval is [low, high], or null where it is not known.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override bool HandleNull => true;

    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return Interval.Undefined;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("An interval is [low, high].");
        double low = Bound(ref reader);
        double high = Bound(ref reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw new JsonException("An interval is [low, high].");
        return new Interval(low, high);
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value.Low) || !double.IsFinite(value.High))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        writer.WriteNumberValue(value.Low);
        writer.WriteNumberValue(value.High);
        writer.WriteEndArray();
    }

    private static double Bound(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.Number) throw new JsonException("An interval is [low, high].");
        return reader.GetDouble();
    }
}
