using Fleet.Actors.Kernel;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Checkpoints;

/// <summary>A run that keeps checkpoints: at its beginning, or where it goes on.</summary>
/// <param name="Folder">Its checkpoints.</param>
/// <param name="Interval">The simulated time between two.</param>
/// <param name="Description">What the run is.</param>
/// <param name="From">Where it goes on from; null to begin at the beginning.</param>
internal sealed record CheckpointedRun(CheckpointFolder Folder, SimTime Interval, RunDescription Description, ResumePoint? From) : IDisposable
{
    /// <summary>Begins a run in a folder that it has claimed.</summary>
    public static CheckpointedRun Begin(
        RunFolder folder, Scenario scenario, SimTime interval, IReadOnlyList<string> commandLine, TimeProvider clock)
    {
        var description = new RunDescription
        {
            Format = RunDescription.CurrentFormat,
            Build = Provenance.Build,
            Scenario = CanonicalScenario.ToElement(scenario),
            ScenarioHash = CanonicalScenario.Hash(scenario),
            CheckpointEveryNs = interval.Nanoseconds,
            CommandLine = commandLine,
            StartedAt = clock.GetUtcNow(),
        };
        return new CheckpointedRun(CheckpointFolder.Create(folder.FullPath, description), interval, description, null);
    }

    public void Dispose() => From?.Dispose();
}
