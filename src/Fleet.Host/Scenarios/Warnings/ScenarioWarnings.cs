using System.Globalization;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Warnings;

/// <summary>
/// What is allowed in a scenario and yet hardly meant: a job that takes longer than the run, and a budget that cannot keep up,
/// or hardly can. All of it follows from the figures on paper; nothing is simulated.
/// </summary>
internal sealed class ScenarioWarnings
{
    /// <summary>Above this utilisation waits grow out of proportion: at 0.9 an M/M/1 queue waits for nine services.</summary>
    private const double High = 0.9;

    private readonly Dictionary<(SourceLocation At, string Path), Found> _worst = [];

    /// <summary>Looks at the scenario of a file, or at a cell of its sweep.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="root">Where its values stand.</param>
    /// <param name="cell">What the sweep sets in it; null for the scenario of the file.</param>
    public void Look(Scenario scenario, MapNode root, string? cell = null)
    {
        // What an attack costs takes some counting, and matters only where the adversary has a limit.
        bool limited = scenario.Adversary is { } adversary && double.IsFinite(adversary.FlopsPerSecond);
        FleetSpec fleet = ScenarioCompiler.Compile(limited ? scenario : scenario with { Adversary = null });
        foreach (PaperLoad load in PaperLoad.Of(fleet))
        {
            if (load.LongestSeconds > fleet.Duration.Seconds)
            {
                Add(Place(load, fleet, root), double.PositiveInfinity, WarningText.OfLongJob(load, fleet), cell);
            }
            else if (load.Utilisation > High)
            {
                Add(Place(load, fleet, root), load.Utilisation, WarningText.OfLoad(load, fleet), cell);
            }
        }

        if (AdversaryJob.Longest(fleet) is { } job && job.Seconds > fleet.Duration.Seconds)
        {
            ScenarioNode section = root.Find("adversary")!;
            Add(((section as MapNode)?.Find("compute") ?? section, "adversary.compute"), double.PositiveInfinity, WarningText.OfLongJob(job, fleet), cell);
        }
    }

    /// <summary>The first warnings in the order of their places (the file from top to bottom, then the arguments), and the number of all.</summary>
    public DiagnosticList Sorted() => new(
        [
            .. _worst.Values.OrderBy(found => found.At.Source.Order).ThenBy(found => found.At.Line).ThenBy(found => found.At.Column)
                .ThenBy(found => found.Path, StringComparer.Ordinal).Take(DiagnosticBag.MostKept).Select(found => found.ToDiagnostic()),
        ],
        _worst.Count);

    private static (ScenarioNode Node, string Path) Place(PaperLoad load, FleetSpec fleet, MapNode root)
    {
        (string list, string name, string[] keys) = load.Budget switch
        {
            Budget.Device => ("devices", fleet.DeviceClasses[load.Index].Name, (string[])["compute"]),
            Budget.Uplink => ("links", fleet.Links[load.Index].Name, ["up", "profile"]),
            Budget.Downlink => ("links", fleet.Links[load.Index].Name, ["down", "profile"]),
            _ => ("servers", fleet.Servers[load.Index].Name, ["compute"]),
        };
        ScenarioNode item = ((ListNode)root.Find(list)!).Items[load.Index];
        ScenarioNode node = keys.Select(key => (item as MapNode)?.Find(key)).FirstOrDefault(value => value is not null) ?? item;
        return (node, $"{list}[{name}].{keys[0]}");
    }

    // One for each place: of the cells of a sweep the worst, and the scenario of the file before all of them.
    private void Add((ScenarioNode Node, string Path) place, double weight, string message, string? cell)
    {
        (SourceLocation at, string path) = (place.Node.At, place.Path);
        int cells = cell is null ? 0 : 1;
        if (_worst.TryGetValue((at, path), out Found? known))
        {
            cells += known.Cells;
            if (known.Cell is null || known.Weight >= weight)
            {
                (weight, message, cell) = (known.Weight, known.Message, known.Cell);
            }
        }

        _worst[(at, path)] = new Found(at, path, weight, message, cell, cells);
    }

    private sealed record Found(SourceLocation At, string Path, double Weight, string Message, string? Cell, int Cells)
    {
        public Diagnostic ToDiagnostic()
        {
            string where = Cell is null ? "" : Cells == 1 ? $" (With {Cell} from the sweep.)" : string.Create(CultureInfo.InvariantCulture, $" (In {Cells:#,0} cells of the sweep, most with {Cell}.)");
            return new Diagnostic(At.Source.Name, At.Line, At.Column, Path, Message + where)
            {
                Severity = Severity.Warning,
                SourceLine = At.Source.Line(At.Line),
                Length = At.Length,
            };
        }
    }
}
