using System.Globalization;
using Spectre.Console;

namespace Fleet.Host.Scenarios;

/// <summary>
/// Prints problems for people: each with its place, its source line and a caret, and their number at the end. Source lines
/// are cut to the width of the console.
/// </summary>
internal static class DiagnosticPrinter
{
    /// <summary>Prints the problems, or the warnings, of one file. Messages are not wrapped, so that they can be searched and clicked.</summary>
    public static void Print(DiagnosticList problems, IAnsiConsole console)
    {
        TextWriter writer = console.Profile.Out.Writer;
        foreach (Diagnostic problem in problems)
        {
            writer.WriteLine(problem);
            if (problem.Quote(console.Profile.Width) is { } quote)
            {
                writer.WriteLine(quote);
            }
        }

        if (problems.Count > 0)
        {
            writer.WriteLine($"{problems[0].File}: {Number(problems)}");
        }
    }

    /// <summary>How many there are, in words.</summary>
    private static string Number(DiagnosticList problems)
    {
        bool many = problems.Total > DiagnosticBag.MostCounted;
        string total = Math.Min(problems.Total, DiagnosticBag.MostCounted).ToString("#,0", CultureInfo.InvariantCulture);
        string noun = (problems[0].Severity == Severity.Warning ? "warning" : "problem") + (problems.Total == 1 ? "" : "s");
        string shown = problems.Total > problems.Count ? string.Create(CultureInfo.InvariantCulture, $"; the first {problems.Count} are shown") : "";
        return $"{(many ? "more than " : "")}{total} {noun}{shown}";
    }
}
