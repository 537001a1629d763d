using System.Text.Json.Nodes;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>Every key, found by walking over the declarations, is read into its section and written out of it.</summary>
public sealed class KeyRoundTripTests
{
    // Not every key can stand beside every other: each is tried in these, the first that takes it counts.
    private static readonly string[] Scenarios =
    [
        ScenarioFiles.Valid,
        ScenarioFiles.Valid + "\n  attack: inverse-network\n  knowledge: black-box",
        ScenarioFiles.Valid.Replace("model: { network: lenet5, data: mnist }", """
            model:
              network:
                name: own
                input: 3x32x32
                classes: 100
                layers:
                  - { name: start, kind: convolution, out: 4, kernel: 5 }
                  - { name: ReLU2, kind: relu }
                  - { name: pool1, kind: avgpool, window: 3 }
                  - { name: fc, kind: linear, out: 100 }
              data: { folder: ./pictures }
            """, StringComparison.Ordinal),
        ScenarioFiles.Valid.Replace("model: { network: lenet5, data: mnist }", """
            model:
              network:
                name: own
                input: 1x28x28
                classes: 10
                layers:
                  - { name: pool1, kind: maxpool }
                  - { name: ReLU2, kind: sigmoid }
                  - { name: fc, kind: linear, out: 10 }
              data: { folder: ./pictures }
            """, StringComparison.Ordinal),
    ];

    public static TheoryData<string> Paths => [.. Below(ScenarioFiles.Schema.Root, "").Select(one => one.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_key_is_written_as_it_was_read(string path)
    {
        Key key = Below(ScenarioFiles.Schema.Root, "").First(one => one.Path == path).Key;
        string[] texts = [.. Texts(key)];
        Scenario[] read = [.. texts.Select(text => Read(path, text)).OfType<Scenario>()];
        Assert.NotEmpty(read);
        string[] written = [.. read.Select(scenario => Written(scenario, path)).Distinct()];
        Assert.Equal(key.IsUnwritten, written is [""]);
        Assert.All(read, AssertReadsBack);
        foreach (string text in texts.Where(text => !key.IsUnwritten && Read(path, text) is not null))
        {
            Assert.Equal(Canonical(key, text), Written(Read(path, text)!, path));
        }

        // Of two values each is kept: the section holds what the key says.
        Assert.True(key.IsUnwritten || read.Length < 2 || written.Length == read.Length, $"{path}: {string.Join(" | ", written)}");
    }

    [Fact]
    public void A_resolved_scenario_reads_back_to_an_equal_one() => Assert.All(Scenarios, text => AssertReadsBack(Right(text)!));

    private static void AssertReadsBack(Scenario scenario)
    {
        string text = CanonicalScenario.ToJson(scenario);
        ScenarioReading again = ScenarioReader.ReadText(text, "test.yaml");
        Assert.Empty(again.Problems);
        Assert.Equal(text, CanonicalScenario.ToJson(again.Scenario!));
        Assert.Equivalent(ScenarioCompiler.Compile(scenario), ScenarioCompiler.Compile(again.Scenario!), strict: true);
        Assert.Equivalent(scenario with { Model = again.Scenario!.Model, Catalogs = Catalogs.BuiltIn }, again.Scenario, strict: true);
    }

    // All keys with an example: those without are sections, whose keys have their own.
    private static IEnumerable<(string Path, Key Key)> Below(ValueSpec spec, string path)
    {
        (ValueSpec item, string at) = spec.List is { Item.Map: not null } list ? (list.Item, path + "[0]") : (spec, path);
        return item.Map is not { } map ? [] : map.Keys.SelectMany(key =>
        {
            string name = at.Length == 0 ? key.Name : $"{at}.{key.Name}";
            IEnumerable<(string, Key)> inner = Below(key.Value, name);
            return key.Example.Length > 0 ? inner.Prepend((name, key)) : inner;
        });
    }

    private static IEnumerable<string> Texts(Key key) => ((string?[])[key.Example, key.Default, .. Words(key)]).OfType<string>().Where(text => text != "{}").Distinct();

    private static IEnumerable<string> Words(Key key) => key.Value.JsonSchema()["enum"]?.AsArray().Select(word => (string)word!) ?? [];

    private static Scenario? Read(string path, string text) => Scenarios.Select(scenario => Right(scenario, $"{path}={text}")).FirstOrDefault(scenario => scenario is not null);

    private static Scenario? Right(string text, params string[] sets) => ScenarioReader.ReadText(text, "test.yaml", ScenarioOverride.FromSet(sets)).Scenario;

    // What the key's own declaration makes of a text.
    private static string Canonical(Key key, string text)
    {
        ScenarioNode node = YamlTreeReader.Read(new SourceText("", text, 0), new DiagnosticBag())!;
        object? value = key.Value.ReadBoxed(node, new ReadContext(new ScenarioNames(), new DiagnosticBag()));
        return ((JsonNode?)key.Value.GetType().GetMethod("Write")!.Invoke(key.Value, [value]))?.ToJsonString() ?? "";
    }

    private static string Written(Scenario scenario, string path)
    {
        JsonNode? node = CanonicalScenario.ToNode(scenario);
        foreach (string step in path.Replace("[0]", ".0", StringComparison.Ordinal).Split('.'))
        {
            node = node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : (node as JsonObject)?[step];
        }

        return node?.ToJsonString() ?? "";
    }
}
