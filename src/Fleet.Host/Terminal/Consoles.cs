using Spectre.Console;

namespace Fleet.Host.Terminal;

/// <summary>
/// Where a command writes: results to standard output, so that they can be piped, and progress and problems to standard
/// error.
/// </summary>
internal sealed record Consoles(IAnsiConsole Out, IAnsiConsole Error, TimeProvider Clock)
{
    private const int WidthWithoutTerminal = 110;

    /// <summary>The consoles of this process. Colours follow the terminal and NO_COLOR.</summary>
    public static Consoles OfProcess() => new(
        Console.IsOutputRedirected ? Create(new RedirectedOutput(Console.Out, isResult: true), redirected: true) : Create(Console.Out, redirected: false),
        Console.IsErrorRedirected ? Create(new RedirectedOutput(Console.Error, isResult: false), redirected: true) : Create(Console.Error, redirected: false),
        TimeProvider.System);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
