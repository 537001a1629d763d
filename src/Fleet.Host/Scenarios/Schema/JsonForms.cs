using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fleet.Host.Scenarios.Units;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Small pieces of JSON Schema and of prose that several kinds of value share.</summary>
internal static class JsonForms
{
    /// <summary>One of a few words.</summary>
    public static JsonObject OneOf(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w))]) };

    /// <summary>Any of several schemas; the only one by itself.</summary>
    public static JsonObject AnyOf(JsonArray choices) =>
        choices.Count == 1 ? (JsonObject)choices[0]!.DeepClone() : new JsonObject { ["anyOf"] = choices };

    /// <summary>A JSON number within limits.</summary>
    public static JsonObject Number(bool whole, Limits limits)
    {
        var schema = new JsonObject { ["type"] = whole ? "integer" : "number" };
        if (limits.Low is { } low)
        {
            schema[limits.LowExcluded ? "exclusiveMinimum" : "minimum"] = low;
        }

        if (limits.High is { } high)
        {
            schema[limits.HighExcluded ? "exclusiveMaximum" : "maximum"] = high;
        }

        return schema;
    }

    /// <summary>A text that holds a number and, where the kind has units, one of them.</summary>
    public static JsonObject NumberText(QuantityKind kind)
    {
        string units = kind.Units.Count == 0 ? "" : $" *({string.Join('|', kind.AllUnits.Select(u => Regex.Escape(u.Symbol)))})";
        return new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $"^[0-9][0-9_.]*([eE][-+]?[0-9]+)?{units}$",
            ["examples"] = new JsonArray(kind.Example),
        };
    }

    /// <summary>Names in a sentence: "a, b or c".</summary>
    public static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}
