using Fleet.Actors.World.Telemetry;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;
using Fleet.Models.Tensors;

namespace Fleet.Host.Results;

/// <summary>What a run gave, ready to be written.</summary>
public sealed record RunOutcome
{
    /// <summary>What the engine gave.</summary>
    public required FleetResult Fleet { get; init; }

    /// <summary>Accuracy of each defended, cut network.</summary>
    public IReadOnlyList<AccuracyRow> Accuracy { get; init; } = [];

    /// <summary>The attacked messages; of an interrupted run those that were finished.</summary>
    public IReadOnlyList<AttackedMessage> Attacked { get; init; } = [];

    /// <summary>The attacks that gave them, one for each split, defence and kind of attacker.</summary>
    internal IReadOnlyList<MountedAttack> Attacks { get; init; } = [];

    /// <summary>What was measured of the messages of each row of leakage, whatever the attack.</summary>
    internal IReadOnlyDictionary<LeakageGroup, MetricValues<MeanEstimate>> Cuts { get; init; } = new Dictionary<LeakageGroup, MetricValues<MeanEstimate>>();

    /// <summary>The shape of the pictures; needed where there are attacked messages.</summary>
    public TensorShape Picture { get; init; }

    /// <summary>Wall-clock time spent simulating, without training, attacks and writing; null if not known.</summary>
    public TimeSpan? SimulationWall { get; init; }

    /// <summary>Whether training, accuracy or attacks were interrupted. An interrupted simulation says so itself.</summary>
    public bool Interrupted { get; init; }
}

/// <summary>What was written.</summary>
/// <param name="Folder">The absolute path of the folder.</param>
/// <param name="Summary">The content of summary.json.</param>
/// <param name="Manifest">The content of manifest.json.</param>
public sealed record WrittenRun(string Folder, RunSummary Summary, Manifest Manifest);

/// <summary>The figures of a run, as they are shown before its files are written.</summary>
/// <param name="Summary">The content of summary.json.</param>
/// <param name="Status">Whether it reached its end.</param>
/// <param name="Partition">How it was spread over threads.</param>
public sealed record RunFigures(RunSummary Summary, RunStatus Status, ManifestPartition? Partition);
