using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The section <c>sweep</c>: paths with lists of values, and the number of replications.</summary>
internal sealed class SweepSpec : ValueSpec<SweepDraft>
{
    private const int MostReplications = 100_000;

    /// <summary>The key that is no path.</summary>
    public static Key<SweepDraft, int> Replications { get; } = new(Values.Count(1, MostReplications), s => s.Replications, (s, value) => s with { Replications = value })
    {
        Name = "replications",
        Documentation = "How often each cell runs. Replication r, from 0, has the scenario's seed plus r.",
        Default = "1",
        Example = "5",
    };

    public override string Form => $"[sweep](#{ReferenceHeadings.Anchor(ReferenceHeadings.Sweep)})";

    public override string Expected => "paths with lists of values, such as split: [ReLU1, ReLU2], and replications";

    public override JsonObject JsonSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [Replications.Name] = Replications.JsonSchema() },
        ["additionalProperties"] = new JsonObject { ["type"] = "array", ["minItems"] = 1 },
    };

    /// <summary>Nothing: a resolved scenario is one cell.</summary>
    public override JsonNode? Write(SweepDraft? value) => null;

    public override SweepDraft? Read(ScenarioNode node, ReadContext context)
    {
        if (node is not MapNode map)
        {
            return Unexpected(node, context, Expected);
        }

        int replications = (int)Replications.DefaultValue!;
        var axes = new List<SweepAxis>();
        var first = new Dictionary<string, ScalarNode>();
        foreach ((ScalarNode key, ScenarioNode value) in map.Entries)
        {
            ReadContext inner = context.Below(key.Text);
            if (!first.TryAdd(key.Text, key))
            {
                inner.Problem(key.At, string.Create(CultureInfo.InvariantCulture, $"The key '{key.Text}' stands twice, first in line {first[key.Text].At.Line}; expected it once."));
            }
            else if (key.Text == Replications.Name)
            {
                replications = (int)Replications.Value.ReadBoxed(value, inner)!;
            }
            else if (value is ListNode { Items.Count: > 0 } values)
            {
                axes.Add(new SweepAxis(key, values.Items));
            }
            else if (value is not ScalarNode { IsNull: true })
            {
                string? meant = Models.Text.NearestName.Find(key.Text, [Replications.Name]);
                inner.Problem(meant is null ? value.At : key.At, $"Found {(value is ListNode ? "an empty list" : value.Description)} for '{key.Text}'; expected a list of values such as [a, b].", meant);
            }
        }

        return new SweepDraft(node, axes, replications);
    }
}

/// <summary>A sweep as it is written.</summary>
internal sealed record SweepDraft(ScenarioNode Node, IReadOnlyList<SweepAxis> Axes, int Replications);

/// <summary>A path and the values that it takes.</summary>
internal sealed record SweepAxis(ScalarNode Path, IReadOnlyList<ScenarioNode> Values);
