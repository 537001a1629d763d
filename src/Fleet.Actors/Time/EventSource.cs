namespace Fleet.Actors.Time;

/// <summary>An entity as the cause of events: its number, and how many it has caused.</summary>
/// <param name="id">The entity's number in the fleet: devices first, then links, then servers, then the adversary.</param>
internal struct EventSource(int id)
{
    private uint _sent;

    /// <summary>The entity's number in the fleet.</summary>
    public readonly int Id => id;

    /// <summary>The next event of this source.</summary>
    public SimEvent Emit(EntityHandle destination, SimTime at, EventKind kind, int request = -1, long a = 0, int b = 0) =>
        new(at, destination, kind, id, _sent++, request, a, b);
}
