using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>What a value may be: read by it, written by it, described by it in messages, in the reference and in the JSON Schema.</summary>
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

    /// <summary>The canonical form: base units, all digits, no short form. Reading it gives the same value. Null to leave the key out.</summary>
    public abstract JsonNode? Write(T? value);

    public sealed override object? ReadBoxed(ScenarioNode node, ReadContext context) => Read(node, context);

    /// <summary>Reports that a value is of the wrong kind.</summary>
    protected static T? Unexpected(ScenarioNode node, ReadContext context, string expected)
    {
        string found = node is ScalarNode { IsEmpty: true } ? "The value is missing" : $"Found {node.Description}";
        context.Problem(node.At, $"{found}; expected {expected}.");
        return default;
    }
}

/// <summary>A key as it is declared, once, for the reader, the canonical form, the reference, the JSON Schema and the starter scenario.</summary>
internal abstract class Key
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it means, in one or two sentences of Markdown.</summary>
    public required string Documentation { get; init; }

    /// <summary>A typical value as YAML in one line; for maps and lists of maps, whose keys have their own, empty.</summary>
    public string Example { get; init; } = "";

    /// <summary>The default as YAML in one line, or null if there is none.</summary>
    public string? Default { get; init; }

    /// <summary>In words, what happens without the key if it may be left out but has no fixed default; otherwise null.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Whether the starter scenario shows the key although it may be left out.</summary>
    public bool InStarter { get; init; }

    /// <summary>Whether a scenario must have the key.</summary>
    public bool IsRequired => Default is null && Otherwise is null;

    /// <summary>What its value may be.</summary>
    public abstract ValueSpec Value { get; }

    /// <summary>Whether the canonical form never has the key: other keys hold its value, or a resolved scenario has none.</summary>
    public abstract bool IsUnwritten { get; }

    /// <summary>The default's value; null if there is none.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>The JSON Schema of the key's value, with documentation, default and example.</summary>
    public JsonObject JsonSchema()
    {
        JsonObject schema = Value.JsonSchema();
        schema["description"] = Documentation;
        if (Default is { } text)
        {
            schema["default"] = JsonForms.OfYaml(text);
        }

        if (Example.Length > 0)
        {
            schema["examples"] = new JsonArray(JsonForms.OfYaml(Example));
        }

        return schema;
    }
}

/// <summary>A key of a section.</summary>
internal abstract class Key<TSection> : Key
{
    /// <summary>The section with this value of the key.</summary>
    /// <param name="section">The section, which stays as it is.</param>
    /// <param name="value">What <see cref="ValueSpec.ReadBoxed"/> gave without a problem.</param>
    public abstract TSection Set(TSection section, object? value);

    /// <summary>The section with the value that the key has in another one.</summary>
    public abstract TSection Copy(TSection from, TSection section);

    /// <summary>The canonical form of the key's value; null to leave the key out.</summary>
    public abstract JsonNode? Write(TSection section);
}

/// <summary>A key of a section with values of a type.</summary>
/// <param name="spec">What the value may be.</param>
/// <param name="get">The value in a section; null for a key whose value the section holds under other keys, or not at all.</param>
/// <param name="with">The section with another value.</param>
internal sealed class Key<TSection, TValue>(
    ValueSpec<TValue> spec, Func<TSection, TValue?>? get, Func<TSection, TValue, TSection> with) : Key<TSection>
{
    private object? _default;

    public override ValueSpec Value => spec;

    public override object? DefaultValue => Default is null ? null : _default ??= ReadDefault(Default);

    public override bool IsUnwritten => get is null;

    public override TSection Set(TSection section, object? value) => with(section, (TValue)value!);

    public override TSection Copy(TSection from, TSection section) => get is null ? section : with(section, get(from)!);

    public override JsonNode? Write(TSection section) => get is null ? null : spec.Write(get(section));

    private object? ReadDefault(string text)
    {
        var problems = new DiagnosticBag();
        ScenarioNode node = YamlTreeReader.Read(new SourceText($"default of {Name}", text, 0), problems)!;
        object? value = spec.ReadBoxed(node, new ReadContext(new ScenarioNames(), problems, Name));
        return problems.Count == 0 ? value : throw new InvalidOperationException(problems.Sorted()[0].ToString());
    }
}

/// <summary>A part of a scenario as it is declared: its keys, and what the reference says about it.</summary>
/// <param name="Title">The heading in the reference, such as "A link".</param>
/// <param name="Name">What it is in messages, with its article, such as "a link".</param>
/// <param name="Summary">What it is for, in a sentence or two of Markdown.</param>
/// <param name="Keys">The keys in the order in which they are documented.</param>
internal sealed record MapDeclaration(string Title, string Name, string Summary, IReadOnlyList<Key> Keys)
{
    /// <summary>The key of this name, or null.</summary>
    public Key? Find(string name) => Keys.FirstOrDefault(k => k.Name == name);

    /// <summary>The message about a key that is not declared.</summary>
    public string UnknownKey(string name) =>
        $"'{name}' is not a key of {Name}; expected {UserText.Choice(Keys.Select(k => k.Name))}.";

    /// <summary>The declared key that comes closest, or null.</summary>
    public string? Nearest(string name) => Models.Text.NearestName.Find(name, Keys.Select(k => k.Name));
}

/// <summary>A list as it is declared.</summary>
/// <param name="Item">What each item may be.</param>
/// <param name="Name">What an item is called in messages, without article, such as "link".</param>
/// <param name="LabelKey">The key whose value names an item, if the items are maps with names.</param>
internal sealed record ListDeclaration(ValueSpec Item, string Name, string? LabelKey);
