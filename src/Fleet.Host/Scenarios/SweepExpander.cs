using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Warnings;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>Makes the cells of a sweep and reads each one as a scenario of its own.</summary>
internal sealed class SweepExpander(
    ScenarioSchema schema, MapNode root, ScenarioNames names, SweepDraft sweep, DiagnosticBag problems, ScenarioWarnings warnings)
{
    private const int MostCells = 10_000;
    private const int KeyDigits = 16;

    private readonly HashSet<SourceLocation> _swept = [.. sweep.Axes.SelectMany(a => a.Values).SelectMany(Within).Select(n => n.At)];

    /// <summary>The plan; its cells are of no use if there is any problem.</summary>
    public SweepPlan? Expand()
    {
        string[] axes = [.. sweep.Axes.Select(a => a.Path.Text)];
        long cells = sweep.Axes.Aggregate(1L, (product, axis) => Math.Min(product * axis.Values.Count, int.MaxValue));
        if (cells > MostCells)
        {
            problems.Add(sweep.Node.At, ScenarioSchema.SweepKey, string.Create(CultureInfo.InvariantCulture, $"The sweep has more than {MostCells:#,0} cells; expected at most that many."));
            return null;
        }

        // A path is wrong for all its values alike: say it once.
        MapNode fixedPart = root with { Entries = [.. root.Entries.Where(e => e.Key.Text != ScenarioSchema.SweepKey)] };
        foreach (SweepAxis axis in sweep.Axes)
        {
            Assign(fixedPart, axis, axis.Values[0]);
        }

        // The cells differ from the scenario in what is swept: what is wrong with it would be told again for each.
        if (problems.Count > 0)
        {
            return null;
        }

        var keys = new Dictionary<string, int>();
        var plan = new List<SweepCell>((int)cells);
        for (int i = 0; i < cells; i++)
        {
            if (Cell(fixedPart, i, keys) is { } cell)
            {
                plan.Add(cell);
            }
        }

        return new SweepPlan(axes, sweep.Replications, plan);
    }

    private SweepCell? Cell(MapNode fixedPart, int index, Dictionary<string, int> keys)
    {
        ScenarioNode[] values = ValuesOf(index);
        ScenarioNode? tree = fixedPart;
        for (int i = 0; i < values.Length && tree is not null; i++)
        {
            tree = Assign(tree, sweep.Axes[i], values[i]);
        }

        if (tree is null)
        {
            return null;
        }

        SweepAssignment[] assignments = [.. values.Select((v, i) => new SweepAssignment(sweep.Axes[i].Path.Text, NodeText.Of(v)))];
        var found = new DiagnosticBag();
        ScenarioDraft? draft = found.Until(() => schema.Root.Read(tree, new ReadContext(NameCollector.Collect(tree, names.DefaultName, names), found)));
        string setting = string.Join(", ", assignments.Select(a => $"{a.Path} = {a.Value}"));
        string where = $" (With {setting} from the sweep.)";
        problems.AddAll(found, at => _swept.Contains(at) ? "" : where);
        if (found.Count > 0 || draft is null)
        {
            return null;
        }

        if (problems.Count == 0)
        {
            warnings.Look(draft.Scenario, (MapNode)tree, setting);
        }

        string key = KeyOf(draft.Scenario);
        if (!keys.TryAdd(key, index) && values.Length > 0)
        {
            problems.Add(values[^1].At, ScenarioSchema.SweepKey, string.Create(CultureInfo.InvariantCulture, $"Cell {index} is the same scenario as cell {keys[key]}; expected values that differ."));
        }

        return new SweepCell(index, assignments, key, draft.Scenario);
    }

    private ScenarioNode? Assign(ScenarioNode tree, SweepAxis axis, ScenarioNode value) =>
        NodeEditor.Set(schema, tree, axis.Path.Text, axis.Path.At, value, problems);

    private ScenarioNode[] ValuesOf(int index)
    {
        var values = new ScenarioNode[sweep.Axes.Count];
        for (int i = values.Length - 1; i >= 0; i--)
        {
            int count = sweep.Axes[i].Values.Count;
            values[i] = sweep.Axes[i].Values[index % count];
            index /= count;
        }

        return values;
    }

    private string KeyOf(Scenario scenario)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CanonicalScenario.ToJson(scenario)}\nreplications {sweep.Replications}"));
        return Convert.ToHexStringLower(SHA256.HashData(text))[..KeyDigits];
    }

    private static IEnumerable<ScenarioNode> Within(ScenarioNode node) => node switch
    {
        ListNode list => [node, .. list.Items.SelectMany(Within)],
        MapNode map => [node, .. map.Entries.SelectMany(e => Within(e.Value).Append(e.Key))],
        _ => [node],
    };
}
