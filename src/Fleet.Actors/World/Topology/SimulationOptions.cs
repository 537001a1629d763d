using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>How a fleet is simulated. Nothing here changes the results of a run without failures.</summary>
public sealed record SimulationOptions
{
    /// <summary>Which event queue to use.</summary>
    public EventQueueKind Queue { get; init; }

    /// <summary>The most threads to use; 0 for as many as there are cores. A fleet that would not run faster on them uses fewer.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The number of regions, each with its own thread; 0 to choose by <see cref="Threads"/>. A fleet has at most as many as
    /// links, and one if the lookahead would be 0.
    /// </summary>
    public int Regions { get; init; }

    /// <summary>Whether to check on every request that its stages add up, and on every event that no worker idles while a batch is due.</summary>
    public bool Check { get; init; }

    /// <summary>
    /// How many events may happen at one instant of virtual time before the run ends with an <see cref="EndlessInstantException"/>;
    /// 0 for ten million and a hundred for each entity. Counted in steps of about a thousand.
    /// </summary>
    public long EventsAtOneInstant { get; init; }

    /// <summary>Stores checkpoints; null for none.</summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>
    /// A checkpoint of the same fleet to resume from; null to begin at the beginning. The run then has the regions it began
    /// with, whatever <see cref="Threads"/> and <see cref="Regions"/> say.
    /// </summary>
    public CheckpointReader? ResumeFrom { get; init; }

    /// <summary>Entities that fail on purpose.</summary>
    internal IReadOnlyList<InjectedFault> Faults { get; init; } = [];
}
