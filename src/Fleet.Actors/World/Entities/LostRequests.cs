using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>Ends the requests that an entity held when it failed.</summary>
internal static class LostRequests
{
    /// <summary>Ends the requests an entity held, and the one whose event it failed on.</summary>
    /// <remarks>
    /// The slot of that last request is not released: the entity may or may not have sent the next event before it failed. One
    /// slot a failure is a small cost, and restarts are limited.
    /// </remarks>
    public static void End(List<int> held, in SimEvent failed, FleetRegion simulation)
    {
        foreach (int slot in held)
        {
            simulation.End(slot, RequestOutcome.EntityRestarted);
        }

        if (failed.Request >= 0
            && simulation.Requests[failed.Request].Holder is not (RequestHolder.Ended or RequestHolder.None))
        {
            NoteServerStages(failed, simulation);
            simulation.End(failed.Request, RequestOutcome.EntityRestarted);
        }
    }

    /// <summary>Ends the request whose event reached a device or link that has stopped.</summary>
    public static void EndAtStopped(in SimEvent item, FleetRegion simulation)
    {
        if (!simulation.Requests.ReleaseIfEnded(item.Request))
        {
            NoteServerStages(item, simulation);
            simulation.End(item.Request, RequestOutcome.EntityStopped);
            simulation.Requests.Release(item.Request);
        }
    }

    // The event of an answer holds the time at the server; a link that does not receive it has not recorded that.
    private static void NoteServerStages(in SimEvent item, FleetRegion simulation)
    {
        if (item.Kind == EventKinds.AnswerAtLink)
        {
            ref RequestState request = ref simulation.Requests[item.Request];
            request.Stages.ServerWait = new SimTime(item.A);
            request.Stages.DownlinkPropagation = simulation.Topology.KindOfLink(new LinkId(item.Destination.Index)).DownLatency;
            request.Stages.ServerCompute = simulation.Now - request.Arrival - request.Stages.Total;
        }
    }
}

/// <summary>An entity received an event of a kind that it does not handle: a defect of the engine, not of the scenario.</summary>
internal sealed class UnexpectedEventException(string message) : InvalidOperationException(message)
{
    /// <summary>The exception for an event; an injected fault has its own.</summary>
    public static Exception For(in SimEvent item) => item.Kind == EventKinds.Fault
        ? new InjectedFaultException()
        : new UnexpectedEventException($"No meaning here: {item}.");
}

/// <summary>The failure that a test asked for.</summary>
internal sealed class InjectedFaultException() : Exception("injected fault");
