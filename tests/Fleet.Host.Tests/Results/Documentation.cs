using System.Text.RegularExpressions;

namespace Fleet.Host.Tests.Results;

/// <summary>Reads docs/results.md.</summary>
internal static partial class Documentation
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Root(), "docs", "results.md"));

    /// <summary>Name and type of each row of the table in a section.</summary>
    public static IReadOnlyList<(string Name, string Type)> Rows(string section) =>
        [.. Row().Matches(Section(section)).Select(m => (m.Groups["name"].Value, m.Groups["type"].Value.Trim()))];

    /// <summary>Name, unit and meaning of each row of the table in a section.</summary>
    public static IReadOnlyList<(string Name, string Unit, string Meaning)> Meanings(string section) =>
        [.. Row().Matches(Section(section)).Select(m => (m.Groups["name"].Value, m.Groups["unit"].Value.Trim(), m.Groups["meaning"].Value.Trim()))];

    /// <summary>The SQL examples of a section, in order.</summary>
    public static IReadOnlyList<string> Queries(string section) =>
        [.. Sql().Matches(Section(section)).Select(m => m.Groups["query"].Value)];

    private static string Section(string title)
    {
        int start = Text.IndexOf($"## {title}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/results.md has no section '{title}'");
        int end = Text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return end < 0 ? Text[start..] : Text[start..end];
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FleetSim.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("FleetSim.sln is not above the tests.");
    }

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|(?<type>[^|]*)\|(?<unit>[^|]*)\|(?<meaning>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"```sql\n(?<query>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sql();
}
