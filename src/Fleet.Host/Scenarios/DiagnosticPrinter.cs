using System.Globalization;
using Spectre.Console;

namespace Fleet.Host.Scenarios;

/// <summary>Prints problems for people: each with its place, its source line and a caret, and their number at the end.</summary>
internal static class DiagnosticPrinter
{
    /// <summary>Prints the problems, or the warnings, of one file. Long lines are not wrapped, so that they can be searched and clicked.</summary>
    public static void Print(IReadOnlyList<Diagnostic> problems, IAnsiConsole console)
    {
        TextWriter writer = console.Profile.Out.Writer;
        foreach (Diagnostic problem in problems)
        {
            writer.WriteLine(problem);
            if (problem.Quote() is { } quote)
            {
                writer.WriteLine(quote);
            }
        }

        if (problems.Count > 0)
        {
            string count = problems.Count.ToString("#,0", CultureInfo.InvariantCulture);
            writer.WriteLine($"{problems[0].File}: {count} {(problems[0].Severity == Severity.Warning ? "warning" : "problem")}{(problems.Count == 1 ? "" : "s")}");
        }
    }
}
