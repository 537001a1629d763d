using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A map that may also be written as one plain value, which then stands for some of its keys.</summary>
/// <param name="map">The map.</param>
/// <param name="plain">What the plain value may be.</param>
/// <param name="keys">The keys that the plain value is for, all of which take it.</param>
internal sealed class ShorthandSpec<T>(MapSpec<T> map, ValueSpec plain, params IReadOnlyList<Key> keys) : ValueSpec<T>
{
    public override string Form => $"{plain.Form}, or {map.Form}";

    public override string Expected => $"{plain.Expected}, or {map.Expected}";

    public override MapDeclaration Map => map.Map;

    public override JsonObject JsonSchema() => JsonForms.AnyOf([plain.JsonSchema(), map.JsonSchema()]);

    public override MapNode? Expand(ScenarioNode node) => node switch
    {
        MapNode already => already,
        ScalarNode { IsEmpty: false } scalar =>
            new MapNode(scalar.At, [.. keys.Select(k => new MapEntry(new ScalarNode(scalar.At, k.Name), scalar))]),
        _ => null,
    };

    public override JsonNode? Write(T? value) => map.Write(value);

    public override T? Read(ScenarioNode node, ReadContext context)
    {
        if (node is MapNode)
        {
            return map.Read(node, context);
        }

        if (node is not ScalarNode { IsEmpty: false })
        {
            return Unexpected(node, context, Expected);
        }

        // Read by its own form first, so that a problem is reported for this value and not for a key nobody wrote.
        var found = new DiagnosticBag();
        plain.ReadBoxed(node, context with { Problems = found });
        string remark = keys.Count == Map.Keys.Count ? $" The keys {UserText.Choice(Map.Keys.Select(k => k.Name))} can stand here too." : "";
        context.Problems.AddAll(found, _ => remark);
        return found.Count == 0 && Expand(node) is { } expanded ? map.Read(expanded, context) : default;
    }
}
