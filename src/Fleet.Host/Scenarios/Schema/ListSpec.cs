using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A list with at least one item.</summary>
/// <param name="item">What each item may be.</param>
/// <param name="name">What an item is called in messages, without article, such as "link".</param>
/// <param name="labelKey">The key whose value names an item; two items of a name are a problem.</param>
internal sealed class ListSpec<T>(ValueSpec<T> item, string name, string? labelKey = null) : ValueSpec<IReadOnlyList<T>>
{
    public override string Form => $"list of: {item.Form}";

    public override string Expected => $"a list, each {name} behind a dash or all between [ and ]";

    public override ListDeclaration List => new(item, name, labelKey);

    public override JsonObject JsonSchema() => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = item.JsonSchema() };

    public override IReadOnlyList<T>? Read(ScenarioNode node, ReadContext context)
    {
        if (node is not ListNode list)
        {
            return Unexpected(node, context, Expected);
        }

        if (list.Items.Count == 0)
        {
            context.Problem(node.At, $"The list is empty; expected at least one {name}.");
        }

        var first = new Dictionary<string, SourceLocation>();
        var values = new List<T>(list.Items.Count);
        for (int i = 0; i < list.Items.Count; i++)
        {
            string? label = Label(list.Items[i], labelKey);
            if (label is not null && !first.TryAdd(label, ((MapNode)list.Items[i]).Find(labelKey!)!.At))
            {
                context.Item(label).Below(labelKey!).Problem(
                    ((MapNode)list.Items[i]).Find(labelKey!)!.At,
                    string.Create(CultureInfo.InvariantCulture, $"The {name} '{label}' is already defined in line {first[label].Line}; expected another name."));
            }

            // Of no use if it is null: then it has a problem, which the list shares.
            values.Add(item.Read(list.Items[i], context.Item(label ?? i.ToString(CultureInfo.InvariantCulture)))!);
        }

        return values;
    }

    public override JsonNode? Write(IReadOnlyList<T>? value) => value is null ? null : new JsonArray([.. value.Select(item.Write)]);

    /// <summary>The name of an item, or null if it has none.</summary>
    internal static string? Label(ScenarioNode item, string? labelKey) =>
        labelKey is null ? null : (item as MapNode)?.FindText(labelKey);
}
