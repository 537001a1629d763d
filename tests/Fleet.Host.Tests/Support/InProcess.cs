using Fleet.Host.Commands;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Spectre.Console;

namespace Fleet.Host.Tests.Support;

/// <summary>The command line without a process of its own: for commands that need no network, and so no cache.</summary>
internal static class InProcess
{
    /// <summary>Runs a command to its end.</summary>
    public static FleetSimProcess.Outcome Run(params string[] arguments) => Run(Catalogs.BuiltIn, arguments);

    /// <summary>Runs a command whose scenarios name the rules of some catalogues to its end.</summary>
    public static FleetSimProcess.Outcome Run(Catalogs catalogs, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var consoles = new Consoles(Plain(output), Plain(error), TimeProvider.System);
        int code = FleetSimCommand.InvokeAsync(arguments, consoles, catalogs).GetAwaiter().GetResult();
        return new FleetSimProcess.Outcome(code, output.ToString(), error.ToString());
    }

    private static IAnsiConsole Plain(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });
}
