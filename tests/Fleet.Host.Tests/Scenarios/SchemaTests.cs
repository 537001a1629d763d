using System.Text.Json.Nodes;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;

namespace Fleet.Host.Tests.Scenarios;

public sealed class SchemaTests
{
    [Fact]
    public void The_reference_in_docs_is_what_the_declarations_give() =>
        Assert.Equal(MarkdownReference.Write(ScenarioFiles.Schema), File.ReadAllText(Path.Combine(ScenarioFiles.Root, "docs", "scenario-reference.md")));

    [Fact]
    public void The_starter_scenario_has_no_problem()
    {
        ScenarioReading reading = ScenarioReader.ReadText(StarterScenario.Write(ScenarioFiles.Schema), "scenario.yaml");
        Assert.Empty(reading.Problems);
        Assert.NotNull(reading.Scenario!.Adversary);
    }

    [Fact]
    public void Every_commented_line_of_the_starter_scenario_is_a_key_that_can_be_used()
    {
        string[] lines = StarterScenario.Write(ScenarioFiles.Schema).Split('\n');
        string[] keys = [.. Declarations().SelectMany(d => d.Keys).Where(k => k.Example.Length > 0).Select(k => $"# {k.Name}: {k.Example}").Distinct()];
        int[] commented = [.. Enumerable.Range(0, lines.Length).Where(i => keys.Contains(lines[i].Trim()))];
        Assert.True(commented.Length > 10);
        foreach (int i in commented)
        {
            string[] changed = [.. lines];
            changed[i] = changed[i].Replace("# ", "", StringComparison.Ordinal);
            Assert.Empty(ScenarioReader.ReadText(string.Join('\n', changed), "scenario.yaml").Problems);
        }
    }

    [Fact]
    public void Every_default_is_a_value_of_its_key() =>
        Assert.All(Declarations().SelectMany(d => d.Keys).Where(k => k.Default is not null and not Values.All), k => Assert.NotNull(k.DefaultValue));

    [Fact]
    public void Every_key_is_documented() =>
        Assert.All(Declarations().SelectMany(d => d.Keys), k => Assert.EndsWith(".", k.Documentation, StringComparison.Ordinal));

    [Fact]
    public void The_json_schema_has_every_key_with_its_documentation()
    {
        JsonObject schema = JsonSchemaWriter.Write(ScenarioFiles.Schema);
        Assert.Equal(ScenarioFiles.Schema.Root.Map.Keys.Select(k => k.Name), schema["properties"]!.AsObject().Select(p => p.Key));
        JsonNode link = schema["properties"]!["links"]!["items"]!["properties"]!["up"]!;
        Assert.Equal("Bandwidth from device to server.", (string)link["description"]!);
        Assert.Equal(["duration", "model", "devices", "links", "servers"], schema["required"]!.AsArray().Select(n => (string)n!));
    }

    private static IEnumerable<MapDeclaration> Declarations() => Below(ScenarioFiles.Schema.Root);

    private static IEnumerable<MapDeclaration> Below(ValueSpec spec)
    {
        MapDeclaration? map = (spec.List?.Item ?? spec).Map;
        return map is null ? [] : [map, .. map.Keys.SelectMany(k => Below(k.Value))];
    }
}
