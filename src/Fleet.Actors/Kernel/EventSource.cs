using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>An entity as the cause of events, and how many it has caused.</summary>
/// <param name="id">The entity.</param>
internal struct EventSource(EntityId id)
{
    private EventCounter _sent;

    /// <summary>The entity.</summary>
    public readonly EntityId Id => id;

    /// <summary>The next event of this source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent Emit(EntityHandle destination, SimTime at, EventKind kind, int request = -1, long a = 0, int b = 0) =>
        _sent.Emit(id, destination, at, kind, request, a, b);
}

/// <summary>How many events an entity has caused, for states that need not hold which entity they are of.</summary>
internal struct EventCounter
{
    private uint _sent;

    /// <summary>The next event of a source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent Emit(EntityId source, EntityHandle destination, SimTime at, EventKind kind, int request = -1, long a = 0, int b = 0) =>
        new(at, destination, kind, source, _sent++, request, a, b);
}
