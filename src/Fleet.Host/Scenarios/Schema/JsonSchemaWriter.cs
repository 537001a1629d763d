using System.Text.Json.Nodes;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Writes the JSON Schema that editors check and complete scenario files with.</summary>
internal static class JsonSchemaWriter
{
    /// <summary>The schema of a whole scenario (JSON Schema draft 2020-12).</summary>
    public static JsonObject Write(ScenarioSchema scenario)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "FleetSim scenario",
        };
        foreach ((string name, JsonNode? value) in scenario.Root.JsonSchema())
        {
            schema[name] = value?.DeepClone();
        }

        return schema;
    }
}
