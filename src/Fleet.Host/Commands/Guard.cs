using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Files;
using Fleet.Models.Networks;

namespace Fleet.Host.Commands;

/// <summary>Turns what can go wrong in a command into a message on standard error and an exit code.</summary>
internal static class Guard
{
    private const string Trace = "FLEETSIM_TRACE";

    /// <summary>Runs a command to its exit code.</summary>
    public static int Run(Consoles consoles, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception exception)
        {
            return Report(consoles, exception);
        }
    }

    /// <summary>Says what went wrong.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Consoles consoles, Exception exception)
    {
        try
        {
            return Tell(consoles, exception);
        }
        catch (IOException)
        {
            return ExitCode.Failed; // the error output itself cannot be written
        }
    }

    private static int Tell(Consoles consoles, Exception exception)
    {
        TextWriter error = consoles.Error.Profile.Out.Writer;
        switch (exception)
        {
            case ScenarioException scenario:
                DiagnosticPrinter.Print(scenario.Problems, consoles.Error);
                return ExitCode.BadInput;
            case OperationCanceledException:
                error.WriteLine("Interrupted before anything was finished; nothing was written.");
                return ExitCode.Interrupted;
            case NoSoundCheckpointException or UnwrittenException or OutputException:
                error.WriteLine($"fleetsim: {exception.Message}");
                return ExitCode.Failed;
            case var _ when IsBadInput(exception):
                error.WriteLine($"fleetsim: {PlainWords.WithoutParameter(exception.Message)}");
                return ExitCode.BadInput;
            default:
                error.WriteLine($"fleetsim: the run failed: {PlainWords.Of(exception)}");
                error.WriteLine(Environment.GetEnvironmentVariable(Trace) is null ? $"Set {Trace}=1 to see where." : exception.ToString());
                return ExitCode.Failed;
        }
    }

    private static bool IsBadInput(Exception exception) =>
        exception is RunFolderException or DatasetException or WeightsException or UsageException or CheckpointFormatException or CheckpointUnsupportedException or SpecialFileException;
}
