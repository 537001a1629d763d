using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Parts of JSON Schemas that several kinds of value share.</summary>
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

    /// <summary>A value in YAML as JSON.</summary>
    public static JsonNode? OfYaml(string yaml) => Of(YamlTreeReader.Read(new SourceText("declaration", yaml, 0), new DiagnosticBag()));

    private static KeyValuePair<string, JsonNode?> Of(MapEntry entry)
    {
        (ScalarNode key, ScenarioNode value) = entry;
        return new(key.Text, Of(value));
    }

    private static JsonNode? Of(ScenarioNode? node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => Of(entry))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        ScalarNode { Quoted: false } plain when long.TryParse(plain.Text, CultureInfo.InvariantCulture, out long number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
