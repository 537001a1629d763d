using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>What a value may be: read by it, described by it in messages, in the reference and in the JSON Schema.</summary>
internal abstract class ValueSpec
{
    /// <summary>The form in a few words of Markdown, for the reference: "duration", "`all` or a whole number".</summary>
    public abstract string Form { get; }

    /// <summary>What is expected, for messages: "a duration in ns, us, ...".</summary>
    public abstract string Expected { get; }

    /// <summary>The keys below this value, if it is or may be written as a map.</summary>
    public virtual MapDeclaration? Map => null;

    /// <summary>The items, if it is or may be written as a list.</summary>
    public virtual ListDeclaration? List => null;

    /// <summary>The JSON Schema of the value.</summary>
    public abstract JsonObject JsonSchema();

    /// <summary>Reads the value; problems go to the context, and the result is then of no use.</summary>
    public abstract object? ReadBoxed(ScenarioNode node, ReadContext context);

    /// <summary>The same value as a map, if it is written in a short form that stands for one; otherwise null.</summary>
    public virtual MapNode? Expand(ScenarioNode node) => node as MapNode;
}

/// <summary>What a value of a type may be.</summary>
internal abstract class ValueSpec<T> : ValueSpec
{
    /// <summary>Reads the value; on a problem, which goes to the context, the type's default.</summary>
    public abstract T? Read(ScenarioNode node, ReadContext context);

    /// <inheritdoc/>
    public sealed override object? ReadBoxed(ScenarioNode node, ReadContext context) => Read(node, context);

    /// <summary>Reports that a value is of the wrong kind.</summary>
    protected static T? Unexpected(ScenarioNode node, ReadContext context, string expected)
    {
        string found = node is ScalarNode { IsEmpty: true } ? "The value is missing" : $"Found {node.Description}";
        context.Problem(node.At, $"{found}; expected {expected}.");
        return default;
    }
}
