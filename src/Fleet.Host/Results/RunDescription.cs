using System.Text.Json;

namespace Fleet.Host.Results;

/// <summary>The content of checkpoints/run.json: what an unfinished run is, and who may go on with it.</summary>
internal sealed record RunDescription
{
    /// <summary>Raised whenever checkpoints are written differently.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The format of the checkpoints.</summary>
    public required int Format { get; init; }

    /// <summary>The build of FleetSim that began the run.</summary>
    public required string Build { get; init; }

    /// <summary>The scenario as resolved: every default filled in.</summary>
    public required JsonElement Scenario { get; init; }

    /// <summary>The hash of the resolved scenario.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>The simulated time between two checkpoints, in nanoseconds.</summary>
    public required long CheckpointEveryNs { get; init; }

    /// <summary>The command that began the run and its arguments.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>When the run began, wall clock, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
