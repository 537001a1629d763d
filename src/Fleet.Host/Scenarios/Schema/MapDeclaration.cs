namespace Fleet.Host.Scenarios.Schema;

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
        $"'{name}' is not a key of {Name}; expected {JsonForms.Listed(Keys.Select(k => k.Name))}.";

    /// <summary>The declared key that comes closest, or null.</summary>
    public string? Nearest(string name) => Models.Text.NearestName.Find(name, Keys.Select(k => k.Name));
}

/// <summary>A list as it is declared.</summary>
/// <param name="Item">What each item may be.</param>
/// <param name="Name">What an item is called in messages, without article, such as "link".</param>
/// <param name="LabelKey">The key whose value names an item, if the items are maps with names.</param>
internal sealed record ListDeclaration(ValueSpec Item, string Name, string? LabelKey);
