using System.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>
/// Writes the scenario that <c>fleetsim init</c> starts a user with: every key with its documentation and example, those
/// that may be left out as comments.
/// </summary>
internal static class StarterScenario
{
    private const int Width = 110;

    private const string Introduction = """
        # A FleetSim scenario. Check it with `fleetsim validate FILE`, run it with `fleetsim run FILE`.
        # Keys behind a # may be left out; they show an example, and the default where there is one.

        """;

    /// <summary>The text, with line feeds.</summary>
    public static string Write(ScenarioSchema scenario)
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (Key key in scenario.Root.Map.Keys)
        {
            text.Append('\n');
            WriteKey(text, key, "", "");
        }

        return text.ToString();
    }

    private static void WriteKey(StringBuilder page, Key key, string firstIndent, string indent)
    {
        string note = key.Default is { } value and not "{}" ? $" Default: {value}." : key.Otherwise is { } text ? $" Without it: {text}." : "";
        bool live = key.IsRequired || key.InStarter;
        ValueSpec item = key.Value.List?.Item ?? key.Value;
        bool nested = live && item.Map is not null && key.Example.Length == 0;
        string[] comment = [.. Wrapped(Plain(key.Documentation + note), Width - indent.Length - 2)];

        // The first key of an item carries the dash, so its comment goes behind it and not above.
        string start = firstIndent;
        if (firstIndent == indent)
        {
            page.AppendJoin('\n', comment.Select(line => $"{indent}# {line}")).Append('\n');
        }

        if (!nested)
        {
            string trailing = firstIndent == indent ? "" : $"   # {string.Join(' ', comment)}";
            page.Append(start).Append(live ? "" : "# ").Append(key.Name).Append(": ").Append(key.Example).Append(trailing).Append('\n');
            return;
        }

        page.Append(start).Append(key.Name).Append(":\n");
        string inner = indent + "  ";
        bool isList = key.Value.List is not null;
        for (int i = 0; i < item.Map!.Keys.Count; i++)
        {
            WriteKey(page, item.Map.Keys[i], isList && i == 0 ? inner + "- " : isList ? inner + "  " : inner, isList ? inner + "  " : inner);
        }
    }

    /// <summary>Markdown links and code marks mean nothing in a comment.</summary>
    private static string Plain(string markdown)
    {
        string text = markdown.Replace("`", "", StringComparison.Ordinal);
        for (int open = text.IndexOf("](#", StringComparison.Ordinal); open >= 0; open = text.IndexOf("](#", StringComparison.Ordinal))
        {
            int start = text.LastIndexOf('[', open);
            int end = text.IndexOf(')', open);
            text = text[..start] + text[(start + 1)..open] + text[(end + 1)..];
        }

        return text;
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
