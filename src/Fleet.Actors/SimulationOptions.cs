using Fleet.Actors.Time;

namespace Fleet.Actors;

/// <summary>How a fleet is simulated. Nothing here changes the results of a run without failures.</summary>
public sealed record SimulationOptions
{
    /// <summary>Which event queue to use.</summary>
    public EventQueueKind Queue { get; init; }

    /// <summary>Whether to check on every request that its stages add up, and on every event that no worker idles.</summary>
    public bool Check { get; init; }

    /// <summary>How often one entity may be restarted before the run fails; at least 0.</summary>
    public int MaxRestarts { get; init; } = 3;

    /// <summary>Entities that fail on purpose.</summary>
    internal IReadOnlyList<InjectedFault> Faults { get; init; } = [];
}

/// <summary>The kinds of event queue.</summary>
public enum EventQueueKind
{
    /// <summary>Time buckets: the fast one.</summary>
    Buckets,

    /// <summary>A 4-ary heap: the plain reference.</summary>
    Heap,
}

/// <summary>A failure to order.</summary>
/// <param name="Entity">Who fails.</param>
/// <param name="At">When.</param>
internal sealed record InjectedFault(EntityHandle Entity, SimTime At);
