using Fleet.Actors.Entities;
using Fleet.Actors.Telemetry;

namespace Fleet.Actors.Time;

/// <summary>The simulated world as the behaviour of an entity sees it while it handles an event.</summary>
internal interface ISimulation
{
    /// <summary>The instant of the event being handled.</summary>
    SimTime Now { get; }

    /// <summary>The requests of this region's devices.</summary>
    RequestPool Requests { get; }

    /// <summary>Lets an event happen, now or later.</summary>
    void Send(in SimEvent item);

    /// <summary>An entity receives a message from a user's actor.</summary>
    void Receive(in SimEvent item);

    /// <summary>Begins a request at one of this region's devices and gives its place in the pool.</summary>
    int Begin();

    /// <summary>Ends a request of this region: it is recorded, and no longer in flight.</summary>
    void End(int request, RequestOutcome outcome);

    /// <summary>Keeps a message that the adversary attacks.</summary>
    void Capture(CapturedMessage message);
}
