using System.CommandLine;
using System.CommandLine.Invocation;
using Fleet.Host.Attacks;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Commands;

/// <summary>The command line: every command, and how its outcome becomes an exit code.</summary>
internal static class FleetSimCommand
{
    /// <summary>Time a command has to end cleanly after Ctrl-C or SIGTERM before the process is ended.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(60);

    private const string Help = "help";

    private const string Description = """
        Simulates fleets of edge devices that run the first layers of a neural network and send the activation to a
        cloud, and measures how fast the fleet answers, how accurate it is, and how much of each private input an
        untrusted cloud can reconstruct.

        Examples:
          fleetsim run scenarios/quickstart.yaml
          fleetsim run scenarios/quickstart.yaml --set devices[camera].split=ReLU2 --seed 7
          fleetsim validate my-fleet.yaml
          fleetsim init my-fleet.yaml
          fleetsim sweep scenarios/quickstart.yaml --grid split=ReLU1,ReLU2 --grid "defense=none,dropout 30 %"
          fleetsim attack --network lenet5 --data mnist --splits ReLU1,ReLU2 --attacks all --images 32
          fleetsim data fetch mnist

        Exit codes: 0 done, 1 the run failed, 2 bad input or usage, 130 interrupted (what was finished is kept).
        """;

    /// <summary>Parses the arguments and runs the command they name.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="consoles">Where it writes.</param>
    /// <param name="catalogs">The rules that scenarios can name; those of the program if null.</param>
    public static async Task<int> InvokeAsync(string[] args, Consoles consoles, Catalogs? catalogs = null)
    {
        try
        {
            return await RunAsync(args is [Help, .. var about] ? [.. about, "--help"] : args, consoles, catalogs ?? Catalogs.BuiltIn);
        }
        catch (Exception exception)
        {
            // Mostly an output that cannot be written, such as a file on a full disk.
            return Guard.Report(consoles, exception);
        }
    }

    private static async Task<int> RunAsync(string[] args, Consoles consoles, Catalogs catalogs)
    {
        RootCommand root = Create(consoles, catalogs);
        UsageErrors.RefuseEmptyValues(root);
        // "@file" would be read as a response file: a picture or scenario may well be called that.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            UsageErrors.Print(parsed, consoles.Error.Profile.Out.Writer);
            return ExitCode.BadInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
            Output = consoles.Out.Profile.Out.Writer,
            Error = consoles.Error.Profile.Out.Writer,
        });
    }

    private static RootCommand Create(Consoles consoles, Catalogs catalogs) => new(Description)
    {
        RunCommand.Create(consoles, catalogs),
        ValidateCommand.Create(consoles, catalogs),
        SweepCommand.Create(consoles, catalogs),
        InitCommand.Create(consoles, catalogs),
        SchemaCommand.Create(consoles, catalogs),
        AttackCommand.Create(consoles, catalogs),
        TrainCommand.Create(consoles),
        DataCommand.Create(consoles.Out, ModelStore.LocationsOfProcess(null), consoles.Clock, DataCommand.NewHttpClient),
    };
}
