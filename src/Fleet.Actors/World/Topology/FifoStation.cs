using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>
/// One server with a queue, first come first served, by Lindley's recursion: work starts when all work accepted
/// before it is done. No queue is stored (D. V. Lindley, "The theory of queues with a single server", 1952).
/// </summary>
internal struct FifoStation
{
    /// <summary>When all work accepted so far is done.</summary>
    public SimTime FreeAt { get; private set; }

    /// <summary>Accepts work and says how long it waits before its service begins.</summary>
    public SimTime Admit(SimTime now, SimTime service)
    {
        SimTime start = SimTime.Max(now, FreeAt);
        FreeAt = start + service;
        return start - now;
    }
}
