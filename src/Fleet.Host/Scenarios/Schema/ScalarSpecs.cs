using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Units;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A value that is one plain text.</summary>
internal abstract class ScalarSpec<T> : ValueSpec<T>
{
    public sealed override T? Read(ScenarioNode node, ReadContext context) =>
        node is ScalarNode { IsEmpty: false } scalar ? ReadText(scalar, context) : Unexpected(node, context, Expected);

    /// <summary>Reads the text, which is not empty.</summary>
    protected abstract T? ReadText(ScalarNode node, ReadContext context);
}

/// <summary>A number with or without unit, or one of a few words that stand for values.</summary>
/// <param name="kind">What the number measures.</param>
/// <param name="limits">Its limits, in base units.</param>
/// <param name="convert">The value of a number in base units.</param>
/// <param name="write">The canonical form of a value that has no word.</param>
/// <param name="words">The words.</param>
internal sealed class QuantitySpec<T>(
    QuantityKind kind, Limits limits, Func<decimal, T> convert, Func<T, JsonNode?> write, IReadOnlyDictionary<string, T>? words = null) : ScalarSpec<T>
{
    private readonly IReadOnlyDictionary<string, T> _words = words ?? new Dictionary<string, T>();

    public override string Form => UserText.Choice([.. _words.Keys.Select(w => $"`{w}`"), kind.Name + Range(limits.WithoutTechnical)]);

    public override string Expected => string.Concat(_words.Keys.Select(w => $"{w} or ")) + kind.Expected;

    public override JsonObject JsonSchema()
    {
        var choices = new JsonArray();
        if (_words.Count > 0)
        {
            choices.Add((JsonNode)JsonForms.OneOf(_words.Keys));
        }

        if (kind.BareAllowed)
        {
            choices.Add((JsonNode)JsonForms.Number(kind == QuantityKind.Count, limits));
        }
        else if (limits.Allow(0))
        {
            choices.Add((JsonNode)new JsonObject { ["const"] = 0 });
        }

        choices.Add((JsonNode)JsonForms.NumberText(kind));
        return JsonForms.AnyOf(choices);
    }

    public override JsonNode? Write(T? value)
    {
        foreach ((string word, T meaning) in _words)
        {
            if (EqualityComparer<T>.Default.Equals(meaning, value))
            {
                return word;
            }
        }

        return write(value!);
    }

    protected override T? ReadText(ScalarNode node, ReadContext context)
    {
        if (_words.TryGetValue(node.Text, out T? word))
        {
            return word;
        }

        if (!Quantity.TryParse(node.Text, kind, out decimal value, out QuantityProblem? problem))
        {
            string? nearest = problem!.Nearest ?? NearestName.Find(node.Text, _words.Keys);
            string wordsToo = _words.Count == 0 ? "" : $" The {(_words.Count == 1 ? "word" : "words")} {UserText.Choice(_words.Keys)} can stand here too.";
            context.Problem(node.At, problem.Message + wordsToo, nearest);
            return default;
        }

        if (!limits.Allow(value))
        {
            context.Problem(node.At, $"'{node.Text}' is out of range; expected {kind.Name} of {limits.Words(kind)}.");
            return default;
        }

        return convert(value);
    }

    private string Range(Limits shown) => shown.Words(kind) is { Length: > 0 } range ? $", {range}" : "";
}

/// <summary>A text that stands for itself.</summary>
internal abstract class TextSpec : ScalarSpec<string>
{
    public sealed override JsonNode? Write(string? value) => value;
}

/// <summary>A name that the user gives.</summary>
internal sealed class NameSpec : TextSpec
{
    /// <summary>The longest name: it becomes a folder and a heading.</summary>
    private const int MaxLength = 64;

    public override string Form => "a name";

    public override string Expected => $"a name of letters from a to z, digits, spaces and - _ . that begins with a letter, at most {MaxLength} long";

    public override JsonObject JsonSchema() => new()
    {
        ["type"] = "string",
        ["pattern"] = "^[A-Za-z][A-Za-z0-9 ._-]{0," + (MaxLength - 1) + "}$",
    };

    /// <summary>The nearest valid name to any text, such as a file's.</summary>
    public static string From(string text)
    {
        string valid = string.Concat(text.Select(c => IsAllowed(c) ? c : '-')).Trim(' ', '.', '-');
        string named = valid.Length > 0 && char.IsAsciiLetter(valid[0]) ? valid : "scenario-" + valid;
        return named[..Math.Min(named.Length, MaxLength)].TrimEnd(' ', '.', '-');
    }

    protected override string? ReadText(ScalarNode node, ReadContext context)
    {
        bool valid = node.Text.Length <= MaxLength && char.IsAsciiLetter(node.Text[0]) && node.Text.All(IsAllowed)
            && node.Text.TrimEnd(' ', '.') == node.Text;
        return valid ? node.Text : Unexpected(node, context, Expected);
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.';
}

/// <summary>One of a fixed list of words, each with its value.</summary>
/// <param name="what">What the words are, with its article, such as "a link profile".</param>
/// <param name="choices">The words.</param>
/// <param name="write">The canonical form of a value; its word if null.</param>
internal sealed class ChoiceSpec<T>(string what, IReadOnlyList<(string Name, T Value)> choices, Func<T, JsonNode?>? write = null) : ScalarSpec<T>
{
    /// <summary>The words.</summary>
    public IEnumerable<string> Names => choices.Select(c => c.Name);

    public override string Form => UserText.Choice(Names.Select(n => $"`{n}`"));

    public override string Expected => UserText.Choice(Names);

    public override JsonObject JsonSchema() => JsonForms.OneOf(Names);

    public override JsonNode? Write(T? value) => write is null
        ? choices.Where(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Select(choice => choice.Name).FirstOrDefault()
        : write(value!);

    protected override T? ReadText(ScalarNode node, ReadContext context)
    {
        foreach ((string name, T value) in choices)
        {
            if (name == node.Text)
            {
                return value;
            }
        }

        context.Problem(node.At, $"'{node.Text}' is not {what}; expected {Expected}.", NearestName.Find(node.Text, Names));
        return default;
    }
}

/// <summary>A name that another part of the scenario defines.</summary>
/// <param name="what">What it names, with its article, such as "a link".</param>
/// <param name="section">The section that defines it.</param>
/// <param name="defined">The defined names, or null if they are not known.</param>
internal sealed class ReferenceSpec(string what, string section, Func<ScenarioNames, IReadOnlyList<string>?> defined) : TextSpec
{
    public override string Form => $"the name of {what} from `{section}`";

    public override string Expected => $"the name of {what} from {section}";

    public override JsonObject JsonSchema() => new() { ["type"] = "string" };

    protected override string? ReadText(ScalarNode node, ReadContext context)
    {
        if (defined(context.Names) is not { } names || names.Contains(node.Text))
        {
            return node.Text;
        }

        string expected = names.Count == 0 ? $"a name that {section} defines, but it defines none" : UserText.Listed(names);
        context.Problem(node.At, $"'{node.Text}' is not {what} of this scenario; expected {expected}.", NearestName.Find(node.Text, names));
        return null;
    }
}
