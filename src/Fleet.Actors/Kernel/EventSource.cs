using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>An entity as the cause of events: its number, and how many it has caused.</summary>
/// <param name="id">The entity's number in the fleet: devices first, then links, then servers, then the adversary.</param>
internal struct EventSource(int id)
{
    private EventCounter _sent;

    /// <summary>The entity's number in the fleet.</summary>
    public readonly int Id => id;

    /// <summary>The next event of this source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent Emit(EntityHandle destination, SimTime at, EventKind kind, int request = -1, long a = 0, int b = 0) =>
        _sent.Emit(id, destination, at, kind, request, a, b);
}

/// <summary>How many events an entity has caused, for states that need not hold the entity's number.</summary>
internal struct EventCounter
{
    private uint _sent;

    /// <summary>The next event of a source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SimEvent Emit(int source, EntityHandle destination, SimTime at, EventKind kind, int request = -1, long a = 0, int b = 0) =>
        new(at, destination, kind, source, _sent++, request, a, b);
}
