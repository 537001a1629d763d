using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>
/// What other parts of the same scenario define and values refer to, collected before anything is read, so that a
/// reference is checked where it stands. What is unknown because its own definition has a problem is null, and
/// references to it are not judged.
/// </summary>
internal sealed record ScenarioNames
{
    /// <summary>The name of a scenario that gives none.</summary>
    public string DefaultName { get; init; } = "scenario";

    /// <summary>The network.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>The value that <see cref="Network"/> was read from without a problem: whoever meets it need not read it again.</summary>
    public ScenarioNode? NetworkNode { get; init; }

    /// <summary>The data set.</summary>
    public DatasetInfo? Data { get; init; }

    /// <summary>The names of the links in order.</summary>
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>The names of the servers in order.</summary>
    public IReadOnlyList<string>? Servers { get; init; }

    /// <summary>Collects the names from a scenario's tree.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="defaultName">The name of a scenario that gives none.</param>
    /// <param name="before">Those of a tree that this one was made from: a network that is the same need not be read again.</param>
    public static ScenarioNames Of(ScenarioNode? root, string defaultName, ScenarioNames? before = null)
    {
        var map = root as MapNode;
        var model = map?.Find("model") as MapNode;
        ScenarioNode? reference = model?.Find("network");
        NetworkSpec? network = reference is null ? null
            : ReferenceEquals(reference, before?.NetworkNode) ? before.Network
            : NetworkOf(reference);
        DatasetCatalog.TryFind(model?.FindText("data") ?? "", out DatasetInfo? data);
        bool whole = map is { Complete: true };
        return new ScenarioNames
        {
            DefaultName = defaultName,
            Network = network,
            NetworkNode = network is null ? null : reference,
            Data = data,
            Links = whole ? NamesIn(map!.Find("links")) : null,
            Servers = whole ? NamesIn(map!.Find("servers")) : null,
        };
    }

    /// <summary>The network that a value means; null if it has any problem, which is told when the value itself is read.</summary>
    private static NetworkSpec? NetworkOf(ScenarioNode reference)
    {
        var problems = new DiagnosticBag();
        NetworkSpec? network = problems.Until(() => new NetworkReferenceSpec().Read(reference, new ReadContext(new ScenarioNames(), problems)));
        return problems.Count == 0 ? network : null;
    }

    private static List<string>? NamesIn(ScenarioNode? list) => list is ListNode { Items.Count: > 0 } items
        ? [.. items.Items.OfType<MapNode>().Select(item => item.FindText("name")).OfType<string>()]
        : null;
}
