using System.Text.Json;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>The values of result files as JSON.</summary>
internal static class JsonValues
{
    /// <summary>Writes a number; JSON has no NaN and no infinity, which become null.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes a named number; null if it is not finite.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteFinite(value);
    }

    /// <summary>Writes an interval as [low, high], or null where it is not known.</summary>
    public static void WriteInterval(this Utf8JsonWriter json, Interval interval)
    {
        if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        json.WriteNumberValue(interval.Low);
        json.WriteNumberValue(interval.High);
        json.WriteEndArray();
    }

    /// <summary>Writes a named interval.</summary>
    public static void WriteInterval(this Utf8JsonWriter json, string name, Interval interval)
    {
        json.WritePropertyName(name);
        json.WriteInterval(interval);
    }

    /// <summary>Writes a mean and its interval; null where there is none.</summary>
    public static void WriteEstimate(this Utf8JsonWriter json, string name, MeanEstimate? estimate)
    {
        if (estimate is not { } value)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteFinite("mean", value.Mean);
        json.WriteInterval("ci95", value.Ci95);
        json.WriteEndObject();
    }

    /// <summary>Writes counts by their names.</summary>
    public static void WriteCounts(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach ((string key, long count) in counts) json.WriteNumber(key, count);
        json.WriteEndObject();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
