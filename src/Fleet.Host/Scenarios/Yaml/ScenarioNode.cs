namespace Fleet.Host.Scenarios.Yaml;

/// <summary>A value of a scenario as it was written, with its place. Trees are immutable: a change makes a new one.</summary>
internal abstract record ScenarioNode(SourceLocation At)
{
    /// <summary>What it is, in the words of messages.</summary>
    public abstract string Description { get; }
}

/// <summary>One plain or quoted value.</summary>
internal sealed record ScalarNode(SourceLocation At, string Text, bool Quoted = false) : ScenarioNode(At)
{
    /// <summary>Nothing stands where a value should, or nothing but space in quotes.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>The value <c>null</c>: as if the key were not there.</summary>
    public bool IsNull => !Quoted && Text is "null" or "~";

    public override string Description => IsEmpty ? "nothing" : $"'{Text}'";
}

/// <summary>A list of values.</summary>
internal sealed record ListNode(SourceLocation At, IReadOnlyList<ScenarioNode> Items) : ScenarioNode(At)
{
    public override string Description => "a list";
}

/// <summary>Keys with values, in the order of the file; a key that stands twice is here twice.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Entries">The keys and values.</param>
/// <param name="Complete">False if the file broke off inside it or it merges another map, so that nothing can be said to be missing.</param>
internal sealed record MapNode(SourceLocation At, IReadOnlyList<MapEntry> Entries, bool Complete = true) : ScenarioNode(At)
{
    public override string Description => "a map of keys";

    /// <summary>The value of the first such key, or null.</summary>
    public ScenarioNode? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key)?.Value;

    /// <summary>The text of the first such key if it has a plain one, or null.</summary>
    public string? FindText(string key) => Find(key) is ScalarNode { IsEmpty: false, IsNull: false } scalar ? scalar.Text : null;

    /// <summary>The same map with this key's value replaced, or the key added at the end.</summary>
    public MapNode With(string key, ScenarioNode value)
    {
        int index = Entries.TakeWhile(e => e.Key.Text != key).Count();
        return index == Entries.Count
            ? this with { Entries = [.. Entries, new MapEntry(new ScalarNode(value.At, key), value)] }
            : this with { Entries = [.. Entries.Take(index), Entries[index] with { Value = value }, .. Entries.Skip(index + 1)] };
    }
}

/// <summary>A key and its value.</summary>
internal sealed record MapEntry(ScalarNode Key, ScenarioNode Value);
