using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>
/// Prints tables whose rows are lines: a file or a pipe has no width that a table could exceed, so nothing is broken there
/// and nothing left out.
/// </summary>
internal static class WholeTable
{
    // Wider than any table; tables take the width that they need.
    private const int Unbounded = 100_000;

    /// <summary>The characters that a line can have.</summary>
    public static int WidthOf(IAnsiConsole console) => console.Profile.Out.IsTerminal ? console.Profile.Width : Unbounded;

    /// <summary>Prints a table as wide as it needs, or as wide as the terminal.</summary>
    public static void Write(IAnsiConsole console, Table table)
    {
        int width = console.Profile.Width;
        console.Profile.Width = WidthOf(console);
        console.Write(table);
        console.Profile.Width = width;
    }
}
