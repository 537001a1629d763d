using System.Globalization;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>
/// Puts a value at a path of a scenario's tree before it is read, so that it is checked like one of the file. Maps on the
/// way that are not there are made, values in a short form are written out.
/// </summary>
internal sealed class NodeEditor(ScenarioSchema schema, string path, DiagnosticBag problems)
{
    /// <summary>The changed tree, or null and a problem if the scenario has no such path.</summary>
    public static ScenarioNode? Set(ScenarioSchema schema, ScenarioNode? root, string path, SourceLocation at, ScenarioNode value, DiagnosticBag problems) =>
        ScenarioPath.Parse(path, at, problems) is { } parsed
            ? new NodeEditor(schema, path, problems).Set(root, schema.Root, parsed.Steps, value)
            : null;

    private ScenarioNode? Set(ScenarioNode? node, ValueSpec spec, IReadOnlyList<PathStep> steps, ScenarioNode value)
    {
        if (steps.Count == 0)
        {
            return value;
        }

        PathStep step = steps[0];
        return step.IsItem ? SetItem(node, spec, steps, value)
            : spec is SweepSpec ? ((node as MapNode) ?? new MapNode(value.At, [])).With(step.Text, value)
            : SetKey(node, spec, steps, value);
    }

    private MapNode? SetKey(ScenarioNode? node, ValueSpec spec, IReadOnlyList<PathStep> steps, ScenarioNode value)
    {
        PathStep step = steps[0];
        if (spec.Map is not { } declaration)
        {
            string message = spec.List is { } list
                ? $"'{step.Text}' is asked of a list; expected which {list.Name} in brackets before it, such as [{Example(list)}]."
                : $"'{step.Text}' is asked of a value that has no keys.";
            problems.Add(step.At, path, message);
            return null;
        }

        if (declaration.Find(step.Text) is not { } key)
        {
            bool top = ReferenceEquals(declaration, schema.Root.Map);
            string? nearest = declaration.Nearest(step.Text)
                ?? (top ? Models.Text.NearestName.Find(step.Text, ScenarioPath.Shorthands) : null);
            problems.Add(step.At, path, declaration.UnknownKey(step.Text), nearest);
            return null;
        }

        MapNode map = (node is null ? null : spec.Expand(node)) ?? new MapNode(value.At, []);
        return Set(map.Find(step.Text), key.Value, [.. steps.Skip(1)], value) is { } changed ? map.With(step.Text, changed) : null;
    }

    private ListNode? SetItem(ScenarioNode? node, ValueSpec spec, IReadOnlyList<PathStep> steps, ScenarioNode value)
    {
        PathStep step = steps[0];
        if (spec.List is not { } declaration)
        {
            problems.Add(step.At, path, $"'[{step.Text}]' is asked of a value that is no list.");
            return null;
        }

        if (node is not ListNode list)
        {
            problems.Add(step.At, path, $"'[{step.Text}]' is asked of a list that the scenario does not give.");
            return null;
        }

        ScenarioNode[] items = [.. list.Items];
        foreach (int i in Matching(list, declaration, step))
        {
            if (Set(items[i], declaration.Item, [.. steps.Skip(1)], value) is not { } changed)
            {
                return null;
            }

            items[i] = changed;
        }

        return Matching(list, declaration, step).Count > 0 ? list with { Items = items } : null;
    }

    private List<int> Matching(ListNode list, ListDeclaration declaration, PathStep step)
    {
        string?[] labels = [.. list.Items.Select(item => (item as MapNode)?.FindText(declaration.LabelKey ?? ""))];
        List<int> found = [.. Enumerable.Range(0, labels.Length).Where(i => step.Text == ScenarioPath.EveryItem || labels[i] == step.Text)];
        if (found.Count > 0)
        {
            return found;
        }

        if (int.TryParse(step.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < labels.Length)
        {
            return [index];
        }

        string[] names = [.. labels.OfType<string>()];
        string positions = labels.Length == 1 ? "position 0" : string.Create(CultureInfo.InvariantCulture, $"a position from 0 to {labels.Length - 1}");
        string expected = names.Length > 0 ? UserText.Listed([.. names, positions]) : positions;
        problems.Add(step.At, path, $"'{step.Text}' is not a {declaration.Name} of this scenario; expected {expected}.", Models.Text.NearestName.Find(step.Text, names));
        return [];
    }

    private static string Example(ListDeclaration list) => list.LabelKey is null ? "0" : $"{list.LabelKey.ToUpperInvariant()}";
}
