using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Writes the JSON Schema that editors check and complete scenario files with.</summary>
internal static class JsonSchemaWriter
{
    /// <summary>The schema of a whole scenario (JSON Schema draft 2020-12).</summary>
    public static JsonObject Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "FleetSim scenario",
        };
        foreach ((string name, JsonNode? value) in ScenarioSchema.Root.JsonSchema())
        {
            schema[name] = value?.DeepClone();
        }

        return schema;
    }

    /// <summary>The schema of a key's value with its documentation, default and example.</summary>
    public static JsonObject Property(Key key)
    {
        JsonObject schema = key.Value.JsonSchema();
        schema["description"] = key.Documentation;
        if (key.Default is { } text)
        {
            schema["default"] = ToJson(text);
        }

        if (key.Example.Length > 0)
        {
            schema["examples"] = new JsonArray(ToJson(key.Example));
        }

        return schema;
    }

    private static JsonNode? ToJson(string yaml) =>
        ToJson(YamlTreeReader.Read(new SourceText("declaration", yaml, 0), new DiagnosticBag()));

    private static JsonNode? ToJson(ScenarioNode? node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, ToJson(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { Quoted: false } plain when long.TryParse(plain.Text, CultureInfo.InvariantCulture, out long number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
