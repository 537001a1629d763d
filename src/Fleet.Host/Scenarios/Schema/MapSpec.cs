using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A value with keys, which a section holds until the value is made of it.</summary>
/// <param name="declaration">What the reference says.</param>
/// <param name="keys">The keys, in the order in which they are set and written.</param>
/// <param name="blank">The section before any key is set.</param>
/// <param name="finish">
/// Makes the value and reports what is wrong between keys. It runs even if keys have problems, which are then not set:
/// rules on several keys ask <see cref="MapValues.AreSound"/> first.
/// </param>
/// <param name="open">The section that a value is made of, to write it.</param>
internal class MapSpec<TSection, T>(
    MapDeclaration declaration, IReadOnlyList<Key<TSection>> keys, TSection blank, Func<MapValues, TSection, T?> finish, Func<T, TSection> open) : ValueSpec<T>
{
    /// <summary>The keys, in the order in which they are set and written.</summary>
    public IReadOnlyList<Key<TSection>> Keys => keys;

    public override string Form => $"[{declaration.Title.ToLowerInvariant()}](#{ReferenceHeadings.Anchor(declaration.Title)})";

    public override string Expected => $"the keys {UserText.Choice(declaration.Keys.Select(k => k.Name))}";

    public override MapDeclaration Map => declaration;

    public override JsonObject JsonSchema()
    {
        var properties = new JsonObject();
        foreach (Key key in declaration.Keys)
        {
            properties[key.Name] = key.JsonSchema();
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        string[] required = [.. declaration.Keys.Where(k => k.IsRequired).Select(k => k.Name)];
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        }

        return schema;
    }

    public override T? Read(ScenarioNode node, ReadContext context)
    {
        if (node is not MapNode map)
        {
            return Unexpected(node, context, Expected);
        }

        HashSet<string> meant = CheckKeys(map, context);
        TSection section = blank;
        var values = new Dictionary<Key, object?>();
        var unsound = new HashSet<Key>();
        foreach (Key<TSection> key in keys)
        {
            ScenarioNode? value = map.Find(key.Name);
            int before = context.Problems.Faults;
            bool given = value is not (null or ScalarNode { IsNull: true });
            if (!given)
            {
                values[key] = key.DefaultValue;
                if (key.IsRequired && map.Complete && !meant.Contains(key.Name))
                {
                    context.Problem((value ?? map).At, $"The key '{key.Name}' is missing{Hint(key)}.");
                }
                else if (key.IsRequired)
                {
                    context.Problems.AddGap();
                }
            }
            else
            {
                values[key] = key.Value.ReadBoxed(value!, context.Below(key.Name));
            }

            if (context.Problems.Faults > before || (key.IsRequired && values[key] is null))
            {
                unsound.Add(key);
            }
            else if (given || key.Default is not null)
            {
                section = key.Set(section, values[key]);
            }
        }

        return finish(new MapValues(map, values, unsound, context), section);
    }

    public override JsonNode? Write(T? value)
    {
        if (value is null)
        {
            return null;
        }

        TSection section = open(value);
        var map = new JsonObject();
        foreach (Key<TSection> key in keys)
        {
            if (key.Write(section) is { } written)
            {
                map[key.Name] = written;
            }
        }

        return map.Count > 0 ? map : null;
    }

    /// <summary>Reports unknown and repeated keys; gives the declared keys that unknown ones were probably meant to be.</summary>
    private HashSet<string> CheckKeys(MapNode map, ReadContext context)
    {
        var first = new Dictionary<string, ScalarNode>();
        var meant = new HashSet<string>();
        foreach ((ScalarNode key, _) in map.Entries)
        {
            if (!first.TryAdd(key.Text, key))
            {
                context.Below(key.Text).Problem(key.At, string.Create(CultureInfo.InvariantCulture, $"The key '{key.Text}' stands twice, first in line {first[key.Text].At.Line}; expected it once."));
            }
            else if (declaration.Find(key.Text) is null)
            {
                string? nearest = declaration.Nearest(key.Text);
                context.Below(key.Text).Problem(key.At, declaration.UnknownKey(key.Text), nearest);
                meant.Add(nearest ?? "");
            }
        }

        return meant;
    }

    private static string Hint(Key key) => key.Example.Length > 0 ? $"; expected it here, such as `{key.Name}: {key.Example}`" : "; expected it here";
}

/// <summary>A section with keys.</summary>
/// <param name="title">The heading in the reference, such as "Link".</param>
/// <param name="name">What it is in messages, with its article, such as "a link".</param>
/// <param name="summary">What it is for, in a sentence or two of Markdown.</param>
/// <param name="blank">The section before any key is set.</param>
/// <param name="keys">The keys, in the order in which they are documented, set and written.</param>
/// <param name="check">Reports what is wrong between keys and fills in what follows from several; null if nothing is.</param>
internal sealed class MapSpec<T>(
    string title, string name, string summary, T blank, IReadOnlyList<Key<T>> keys, Func<MapValues, T, T?>? check = null)
    : MapSpec<T, T>(new MapDeclaration(title, name, summary, keys), keys, blank, check ?? ((_, section) => section), section => section)
{
    /// <summary>A section with the values that the keys of this map have in another: so a part of a section's keys can stand in a map of their own.</summary>
    public T Copy(T section, T from) => Keys.Aggregate(section, (copy, key) => key.Copy(from, copy));
}

/// <summary>The values of a map's keys.</summary>
internal sealed class MapValues(MapNode map, IReadOnlyDictionary<Key, object?> values, IReadOnlySet<Key> unsound, ReadContext context)
{
    /// <summary>What the map is read with.</summary>
    public ReadContext Context => context;

    /// <summary>The key's value: read, by default, or the type's default if it has neither or a problem.</summary>
    public TValue? Get<TSection, TValue>(Key<TSection, TValue> key) => values[key] is TValue value ? value : default;

    /// <summary>
    /// Whether the values of these keys, and all within them, were read without a problem. Only then is anything judged that
    /// follows from them: what is wrong already would be told a second time, or computed with.
    /// </summary>
    public bool AreSound(params ReadOnlySpan<Key> keys)
    {
        foreach (Key key in keys)
        {
            if (unsound.Contains(key))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the scenario gives the key.</summary>
    public bool Has(Key key) => map.Find(key.Name) is not (null or ScalarNode { IsNull: true });

    /// <summary>Whether nothing more can be said to be missing: the file broke off inside this map, or it merges another.</summary>
    public bool IsTorn => !map.Complete;

    /// <summary>The value as it was written; null if the scenario does not give the key.</summary>
    public ScenarioNode? Node(Key key) => map.Find(key.Name);

    /// <summary>Reports a problem of a key's value, or of the whole map if the key is not given.</summary>
    public void Problem(Key key, string message, string? nearest = null) =>
        context.Below(key.Name).Problem((map.Find(key.Name) ?? map).At, message, nearest);
}
