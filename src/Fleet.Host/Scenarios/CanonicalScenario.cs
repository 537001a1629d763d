using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Schema;

namespace Fleet.Host.Scenarios;

/// <summary>
/// The one text of a resolved scenario: JSON with a fixed order of keys, base units and all defaults. It is a scenario
/// again: reading it gives the same scenario and the same text.
/// </summary>
public static class CanonicalScenario
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // The text is hashed and read by people, never put into a page: no character but quotes needs escaping.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text, indented, with line feeds, without one at the end.</summary>
    public static string ToJson(Scenario scenario) => ToNode(scenario).ToJsonString(Options);

    /// <summary>The text as a JSON value.</summary>
    /// <remarks>The serializer would come to the same by reflection, and have a hundred methods compiled for it at each start.</remarks>
    public static JsonElement ToElement(Scenario scenario)
    {
        using var document = JsonDocument.Parse(ToJson(scenario));
        return document.RootElement.Clone();
    }

    /// <summary>SHA-256 of the text in UTF-8, lower-case hexadecimal.</summary>
    public static string Hash(Scenario scenario) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson(scenario))));

    /// <summary>The text as a JSON tree, to stand within another.</summary>
    public static JsonObject ToNode(Scenario scenario) =>
        (JsonObject)ScenarioSchema.Of(scenario.Catalogs).Root.Write(new ScenarioDraft(scenario, null))!;
}
