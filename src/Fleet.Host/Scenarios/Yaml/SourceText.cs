namespace Fleet.Host.Scenarios.Yaml;

/// <summary>A text that a scenario was read from: a file, or one argument of the command line.</summary>
/// <param name="Name">The file's path as the user gave it, or the argument, such as <c>--set 2</c>.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Order">Where its problems stand in a list: the file first, then the arguments.</param>
internal sealed record SourceText(string Name, string Text, int Order)
{
    /// <summary>Whether it is a file, so that paths in it are relative to its folder.</summary>
    public bool IsFile { get; init; }

    private string[]? _lines;

    /// <summary>The line with this number, counted from 1, or null beyond the text.</summary>
    public string? Line(int number)
    {
        _lines ??= Text.ReplaceLineEndings("\n").Split('\n');
        return number >= 1 && number <= _lines.Length ? _lines[number - 1] : null;
    }
}

/// <summary>Where a key or a value stands.</summary>
/// <param name="Source">The text.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Length">How many characters of the line it takes, at least 1.</param>
internal readonly record struct SourceLocation(SourceText Source, int Line, int Column, int Length = 1);
