using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Collects what parts of a scenario define and others refer to.</summary>
internal static class NameCollector
{
    /// <summary>Collects the names from a scenario's tree.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="defaultName">The name of a scenario that gives none.</param>
    /// <param name="before">Those of a tree that this one was made from: a network that is the same need not be read again.</param>
    public static ScenarioNames Collect(ScenarioNode? root, string defaultName, ScenarioNames? before = null)
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
            Links = whole ? ItemsOf(map!.Find("links")) : null,
            Servers = whole ? ItemsOf(map!.Find("servers")) : null,
        };
    }

    /// <summary>The network that a value means; null if it has any problem, which is told when the value itself is read.</summary>
    private static NetworkSpec? NetworkOf(ScenarioNode reference)
    {
        var problems = new DiagnosticBag();
        NetworkSpec? network = problems.Until(() => new NetworkReferenceSpec().Read(reference, new ReadContext(new ScenarioNames(), problems)));
        return problems.Count == 0 ? network : null;
    }

    private static List<string>? ItemsOf(ScenarioNode? list) => list is ListNode { Items.Count: > 0 } items
        ? [.. items.Items.OfType<MapNode>().Select(item => item.FindText("name")).OfType<string>()]
        : null;
}
