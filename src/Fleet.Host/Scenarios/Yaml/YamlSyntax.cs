namespace Fleet.Host.Scenarios.Yaml;

/// <summary>Says what is wrong with a text that is not YAML, in the words of somebody who writes a scenario.</summary>
internal static class YamlSyntax
{
    private static readonly string[] ReservedStarts = ["%", "@", "`", "|", ">"];

    /// <summary>The place and the message for an error of the parser.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where the construct begins that the parser was in.</param>
    /// <param name="end">Where it gave up.</param>
    /// <param name="openBracket">The innermost bracket that is still open, if any.</param>
    /// <param name="parserMessage">What the parser says.</param>
    public static (SourceLocation At, string Message) Explain(
        SourceText source, SourceLocation start, SourceLocation end, SourceLocation? openBracket, string parserMessage)
    {
        string line = source.Line(end.Line) ?? "";
        int indent = line.Length - line.TrimStart(' ', '\t').Length;
        if (line[..indent].Contains('\t'))
        {
            return (end with { Column = line.IndexOf('\t') + 1 }, "A tab indents this line; expected spaces, for YAML knows no tabs there.");
        }

        string rest = start.Column <= (source.Line(start.Line) ?? "").Length ? source.Line(start.Line)![(start.Column - 1)..] : "";
        if (rest.StartsWith('"') || rest.StartsWith('\''))
        {
            return (start, $"The text that begins with {rest[0]} here does not end on its line; expected a closing {rest[0]}.");
        }

        if (openBracket is not null && (KeyWithBrackets(source, start) ?? KeyWithBrackets(source, end)) is { } key)
        {
            return (key, $"Between {{ and }} a key with brackets needs quotes; expected \"{source.Line(key.Line)!.AsSpan(key.Column - 1, key.Length)}\".");
        }

        if (ReservedStarts.Any(s => rest.StartsWith(s, StringComparison.Ordinal)))
        {
            return (start, $"A plain value cannot begin with '{rest[0]}' in YAML; expected it in quotes.");
        }

        if (parserMessage.Contains("invalid mapping", StringComparison.Ordinal))
        {
            return (end, Misplaced(source, end));
        }

        if (openBracket is { } bracket && end.Line != bracket.Line)
        {
            return (bracket, NotClosed(bracket));
        }

        if (parserMessage.Contains("expected key", StringComparison.Ordinal) || parserMessage.Contains("'-' indicator", StringComparison.Ordinal))
        {
            return (end with { Column = indent + 1, Length = Math.Max(1, line.Trim().Length) }, NoKey(line));
        }

        return (end, $"This is not valid YAML: {parserMessage.TrimEnd('.')}.");
    }

    /// <summary>The place and the message where the parser gives up without a place.</summary>
    /// <param name="bracket">The bracket that is open, if one is.</param>
    /// <param name="last">Where the last thing ends that could be read.</param>
    public static (SourceLocation At, string Message) ExplainOpen(SourceLocation? bracket, SourceLocation last) =>
        bracket is { } open ? (open, NotClosed(open)) : (last, "What follows here is not valid YAML.");

    /// <summary>The first opening bracket from a place to the end of its line and the next, or null.</summary>
    public static SourceLocation? BracketFrom(SourceLocation place)
    {
        foreach (int number in (int[])[place.Line, place.Line + 1])
        {
            string line = place.Source.Line(number) ?? "";
            int from = number == place.Line ? Math.Min(place.Column - 1, line.Length) : 0;
            int found = line.IndexOfAny(['[', '{'], from);
            if (found >= 0)
            {
                return place with { Line = number, Column = found + 1, Length = 1 };
            }
        }

        return null;
    }

    /// <summary>A path such as devices[camera].split that stands as a plain key in a line, or null.</summary>
    private static SourceLocation? KeyWithBrackets(SourceText source, SourceLocation place)
    {
        ReadOnlySpan<char> line = source.Line(place.Line) ?? "";
        // The closing bracket, and the end of the key behind it, are the same for all opening ones before it: a line of
        // brackets alone is looked through once, not once for each.
        int close = 0;
        int end = 0;
        for (int open = line.IndexOf('['); open >= 0; open = Next(line, '[', open + 1))
        {
            int start = open;
            while (start > 0 && IsOfName(line[start - 1]))
            {
                start--;
            }

            if (start == open || line[..start].TrimEnd() is not [.., '{' or ','])
            {
                continue;
            }

            if (close < open)
            {
                close = Next(line, ']', open);
                if (close < 0)
                {
                    return null;
                }

                end = close + 1;
                while (end < line.Length && (IsOfName(line[end]) || line[end] is '[' or ']' or '*'))
                {
                    end++;
                }
            }

            if (line[end..].TrimStart() is [':', ..])
            {
                return place with { Column = start + 1, Length = end - start };
            }
        }

        return null;
    }

    private static int Next(ReadOnlySpan<char> line, char wanted, int from)
    {
        int found = line[from..].IndexOf(wanted);
        return found < 0 ? -1 : from + found;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>The message for a bracket without its counterpart.</summary>
    private static string NotClosed(SourceLocation bracket)
    {
        char open = bracket.Source.Line(bracket.Line) is { } line && bracket.Column <= line.Length ? line[bracket.Column - 1] : '[';
        return $"The '{open}' here is not closed; expected a '{(open == '{' ? '}' : ']')}' before the next key.";
    }

    private static string Misplaced(SourceText source, SourceLocation end)
    {
        string before = (source.Line(end.Line) ?? "")[..Math.Max(0, Math.Min(end.Column - 1, (source.Line(end.Line) ?? "").Length))];
        return before.Contains(": ", StringComparison.Ordinal)
            ? "A second ': ' stands in one line; expected one key in a line, or the value in quotes."
            : "The key in this line is indented further than the keys above it; expected the same indentation, or no value on the line above.";
    }

    private static string NoKey(string line)
    {
        string text = line.Trim();
        return text.StartsWith('-')
            ? $"'{text}' does not continue the list or map above it; expected the indentation of what it belongs to."
            : text.Contains(':')
                ? $"'{text}' does not continue what stands above it; expected the indentation of the keys it belongs to."
                : $"'{text}' is no key with a value; expected `key: value`.";
    }
}
