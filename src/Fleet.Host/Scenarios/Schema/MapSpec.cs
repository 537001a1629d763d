using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A value with keys.</summary>
/// <param name="declaration">The keys.</param>
/// <param name="build">
/// Makes the result from the keys' values and reports what is wrong between them. It runs even if values have problems,
/// which are then the defaults of their types: what is computed from values or said about several of them at once is asked
/// for behind <see cref="MapValues.AreSound"/>.
/// </param>
internal sealed class MapSpec<T>(MapDeclaration declaration, Func<MapValues, T?> build) : ValueSpec<T>
{
    /// <inheritdoc/>
    public override string Form => $"[{declaration.Title.ToLowerInvariant()}](#{MarkdownReference.Anchor(declaration.Title)})";

    /// <inheritdoc/>
    public override string Expected => $"the keys {JsonForms.Listed(declaration.Keys.Select(k => k.Name))}";

    /// <inheritdoc/>
    public override MapDeclaration Map => declaration;

    /// <inheritdoc/>
    public override JsonObject JsonSchema()
    {
        var properties = new JsonObject();
        foreach (Key key in declaration.Keys)
        {
            properties[key.Name] = JsonSchemaWriter.Property(key);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        string[] required = [.. declaration.Keys.Where(k => k.IsRequired).Select(k => k.Name)];
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        }

        return schema;
    }

    /// <inheritdoc/>
    public override T? Read(ScenarioNode node, ReadContext context)
    {
        if (node is not MapNode map)
        {
            return Unexpected(node, context, Expected);
        }

        HashSet<string> meant = CheckKeys(map, context);
        var values = new Dictionary<Key, object?>();
        var unsound = new HashSet<Key>();
        foreach (Key key in declaration.Keys)
        {
            ScenarioNode? value = map.Find(key.Name);
            int before = context.Problems.Faults;
            if (value is null or ScalarNode { IsNull: true })
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
                values[key] = key.Value.ReadBoxed(value, context.Key(key.Name));
            }

            if (context.Problems.Faults > before || (key.IsRequired && values[key] is null))
            {
                unsound.Add(key);
            }
        }

        return build(new MapValues(map, values, unsound, context));
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
                context.Key(key.Text).Problem(key.At, string.Create(CultureInfo.InvariantCulture, $"The key '{key.Text}' stands twice, first in line {first[key.Text].At.Line}; expected it once."));
            }
            else if (declaration.Find(key.Text) is null)
            {
                string? nearest = declaration.Nearest(key.Text);
                context.Key(key.Text).Problem(key.At, declaration.UnknownKey(key.Text), nearest);
                meant.Add(nearest ?? "");
            }
        }

        return meant;
    }

    private static string Hint(Key key) => key.Example.Length > 0 ? $"; expected it here, such as `{key.Name}: {key.Example}`" : "; expected it here";
}

/// <summary>The values of a map's keys.</summary>
internal sealed class MapValues(MapNode map, IReadOnlyDictionary<Key, object?> values, IReadOnlySet<Key> unsound, ReadContext context)
{
    /// <summary>What the map is read with.</summary>
    public ReadContext Context => context;

    /// <summary>The key's value: read, by default, or the type's default if it has neither or a problem.</summary>
    public T? Get<T>(Key<T> key) => values[key] is T value ? value : default;

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
        context.Key(key.Name).Problem((map.Find(key.Name) ?? map).At, message, nearest);
}
