using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host.Runs;

/// <summary>Opens the folder of a run that did not reach its end, to go on with it.</summary>
internal static class UnfinishedRun
{
    /// <summary>Finds out what run it is and where it can go on.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="interval">The simulated time between two checkpoints from now on; null for what it was.</param>
    /// <param name="read">Reads the scenario: as resolved, from the text and file given, or whatever the user says it is.</param>
    /// <param name="tell">Told, in a sentence, where the run goes on.</param>
    /// <param name="warn">Told, in sentences, of checkpoints that cannot be used.</param>
    /// <returns>The scenario, the folder, which is locked, and where the run goes on.</returns>
    /// <exception cref="RunFolderException">The folder holds no such run, another process works in it, or it cannot be written.</exception>
    /// <exception cref="UsageException">It is finished, or of another build, or the scenario is another one.</exception>
    /// <exception cref="NoSoundCheckpointException">It has checkpoints, and none can be used.</exception>
    public static (Scenario Scenario, RunFolder Folder, CheckpointedRun Run) Open(
        string path, SimTime? interval, Func<string, string, ScenarioReading> read, Action<string> tell, Action<string> warn)
    {
        if (!CheckpointFolder.IsIn(path))
        {
            ThrowIfFinished(path);
        }

        _ = CheckpointFolder.Open(path); // before the lock, which would make the folder
        RunFolder folder = RunFolder.Again(path);
        try
        {
            RemoveIfFinished(path);
            CheckpointFolder checkpoints = CheckpointFolder.Open(path);
            RunDescription description = checkpoints.Describe();
            ThrowIfOtherBuild(path, description);
            Scenario scenario = read(description.Scenario.GetRawText(), path).Scenario!;
            if (CanonicalScenario.Hash(scenario) != description.ScenarioHash)
            {
                throw new UsageException(
                    $"The scenario, with its --set and --seed, is not that of the run in {path}. A run goes on as it began: leave them out, or start a new run.");
            }

            ResumePoint? from = ResumePoint.Find(checkpoints, hasRows: scenario.Results.RequestLimit > 0, warn);
            tell(from is null ? "The run had not come to its first checkpoint: it begins anew." : $"The run goes on from the checkpoint at {from.Header.At}.");
            return (scenario, folder, new CheckpointedRun(checkpoints, interval ?? new SimTime(description.CheckpointEveryNs), description, from));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static void ThrowIfFinished(string path)
    {
        if (ResultsJson.TryReadManifest(path)?.Status == RunStatus.Finished)
        {
            throw new UsageException($"The run in {path} is finished already.");
        }
    }

    // Killed after its last file was whole, a run may have left what it no longer needs.
    private static void RemoveIfFinished(string path)
    {
        if (ResultsJson.TryReadManifest(path)?.Status == RunStatus.Finished)
        {
            CheckpointFolder.RemoveFrom(path);
            File.Delete(Path.Combine(path, RunFolder.Marker));
            ThrowIfFinished(path);
        }
    }

    private static void ThrowIfOtherBuild(string path, RunDescription description)
    {
        if (description.Format != RunDescription.CurrentFormat || description.Build != Provenance.Build)
        {
            throw new UsageException(
                string.Create(CultureInfo.InvariantCulture, $"The run in {path} was begun by FleetSim {description.Build} (checkpoint format {description.Format}); this is {Provenance.Build} ")
                + $"(format {RunDescription.CurrentFormat}), which may give other results. Go on with the build that began it, or start the run again.");
        }
    }
}

/// <summary>A run has failed, and can go on from a checkpoint. The message says why, and how.</summary>
internal sealed class UnfinishedRunException(string message, Exception cause) : Exception(message, cause);
