using System.Globalization;
using System.Text.Json.Nodes;

namespace Fleet.Host.Scenarios;

/// <summary>One problem of a scenario, or a warning: where it is, what was found and what was expected.</summary>
/// <param name="File">The file as the user named it, or an argument such as <c>--set 2</c>.</param>
/// <param name="Line">The line, from 1; 0 if the file could not be read.</param>
/// <param name="Column">The column, from 1; 0 if the file could not be read.</param>
/// <param name="Path">The key, such as <c>devices[camera].split</c>; empty for the file as a whole.</param>
/// <param name="Message">What was found and what was expected, in one or two sentences.</param>
/// <param name="Nearest">The valid name that comes closest, or null.</param>
public sealed record Diagnostic(string File, int Line, int Column, string Path, string Message, string? Nearest = null)
{
    private const int DefaultWidth = 110;
    private const int LeastWidth = 40;
    private const string Cut = "...";

    /// <summary>Whether the scenario cannot run, or runs as it is hardly meant.</summary>
    public Severity Severity { get; init; }

    /// <summary>The line of the source, to show under the message, or null.</summary>
    public string? SourceLine { get; init; }

    /// <summary>How many characters from <see cref="Column"/> on are meant.</summary>
    public int Length { get; init; } = 1;

    /// <summary>
    /// The message with its place in front and the nearest name behind: <c>file:line:column: path: message</c>, with
    /// <c>warning: </c> before the path of a warning.
    /// </summary>
    public override string ToString()
    {
        string place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: ") : $"{File}: ";
        string path = Path.Length > 0 ? Path + ": " : "";
        string severity = Severity == Severity.Warning ? "warning: " : "";
        return place + severity + path + Message + (Nearest is null ? "" : $" Did you mean '{Nearest}'?");
    }

    /// <summary>The source line with its number and carets under the place that is meant, or null if there is none.</summary>
    /// <param name="width">Columns that the line may take; of a longer one the part around the place is shown.</param>
    public string? Quote(int width = DefaultWidth)
    {
        if (SourceLine is null)
        {
            return null;
        }

        string line = SourceLine;
        string margin = Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        int room = Math.Max(LeastWidth, width - margin.Length - 3);
        int at = Math.Clamp(Column - 1, 0, line.Length);
        (int from, int to) = (0, line.Length);
        if (line.Length > room)
        {
            room -= 2 * Cut.Length;
            from = Math.Clamp(at - (room / 3), 0, line.Length - room);
            to = from + room;
        }

        string before = from > 0 ? Cut : "";
        // A tab stays a tab so that the caret stands where the eye sees the character.
        string indent = new string(' ', before.Length) + string.Concat(line[from..at].Select(c => c == '\t' ? '\t' : ' '));
        int carets = Math.Max(1, Math.Min(Length, to - at));
        return $"{margin} | {before}{UserText.WithoutControls(line[from..to])}{(to < line.Length ? Cut : "")}\n{new string(' ', margin.Length)} | {indent}{new string('^', carets)}";
    }

    /// <summary>The problem as a JSON object with the keys file, line, column, path, message and nearest.</summary>
    public JsonObject ToJson() => new()
    {
        ["file"] = File,
        ["line"] = Line,
        ["column"] = Column,
        ["path"] = Path,
        ["message"] = Message,
        ["nearest"] = Nearest,
    };
}
