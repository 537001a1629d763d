using Fleet.Actors.Checkpoints;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Commands;

/// <summary>Turns what can go wrong in a command into a message on standard error and an exit code.</summary>
internal static class Guard
{
    /// <summary>Runs a command to its exit code.</summary>
    public static int Run(Consoles consoles, Func<int> command)
    {
        TextWriter error = consoles.Error.Profile.Out.Writer;
        try
        {
            return command();
        }
        catch (ScenarioException exception)
        {
            DiagnosticPrinter.Print(exception.Problems, consoles.Error);
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (exception is RunFolderException or DatasetException or WeightsException or UsageException or CheckpointFormatException or CheckpointUnsupportedException)
        {
            error.WriteLine($"fleetsim: {exception.Message}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Interrupted before anything was finished; nothing was written.");
            return ExitCode.Interrupted;
        }
        catch (NoSoundCheckpointException exception)
        {
            error.WriteLine($"fleetsim: {exception.Message}");
            return ExitCode.Failed;
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("FLEETSIM_TRACE") is null)
        {
            error.WriteLine($"fleetsim: the run failed: {FailureText.Of(exception)}");
            error.WriteLine("Set FLEETSIM_TRACE=1 to see where.");
            return ExitCode.Failed;
        }
    }
}

/// <summary>The command line asks for something that cannot be done. The message says what and what would do.</summary>
internal sealed class UsageException(string message) : Exception(message);
