using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A key as it is declared, once, for the reader, the reference, the JSON Schema and the starter scenario.</summary>
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

    /// <summary>The default's value; null if there is none.</summary>
    public abstract object? DefaultValue { get; }
}

/// <summary>A key with values of a type.</summary>
internal sealed class Key<T>(ValueSpec<T> spec) : Key
{
    private object? _default;

    /// <inheritdoc/>
    public override ValueSpec Value => spec;

    /// <inheritdoc/>
    public override object? DefaultValue => Default is null ? null : _default ??= ReadDefault(Default);

    private object? ReadDefault(string text)
    {
        var problems = new DiagnosticBag();
        ScenarioNode node = YamlTreeReader.Read(new SourceText($"default of {Name}", text, 0), problems)!;
        object? value = spec.ReadBoxed(node, new ReadContext(new ScenarioNames(), problems, Name));
        return problems.Count == 0 ? value : throw new InvalidOperationException(problems.Sorted()[0].ToString());
    }
}
