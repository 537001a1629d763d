using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>What the failure of an entity means for the requests it held.</summary>
internal static class LostRequests
{
    /// <summary>Ends the requests an entity held, and the one whose event it failed on.</summary>
    /// <remarks>
    /// The place of that last request is not given back: the entity may or may not have sent the next event before it
    /// failed. One place a failure is a small price, and failures are capped.
    /// </remarks>
    public static void End(List<int> held, in SimEvent failed, FleetRegion simulation)
    {
        foreach (int place in held)
        {
            simulation.End(place, RequestOutcome.EntityRestarted);
        }

        if (failed.Request >= 0
            && simulation.Requests[failed.Request].Place is not (RequestHolder.Ended or RequestHolder.None))
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

    // An answer tells how long the server took; a link that does not take it in has not noted that.
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

/// <summary>An entity received an event that it has no meaning for: a fault of the engine, not of the scenario.</summary>
internal sealed class UnexpectedEventException(string message) : InvalidOperationException(message)
{
    /// <summary>Names the event; the one kind that fails on purpose says so.</summary>
    public static Exception For(in SimEvent item) => item.Kind == EventKinds.Fault
        ? new InjectedFaultException()
        : new UnexpectedEventException($"No meaning here: {item}.");
}

/// <summary>The failure that a test asked for.</summary>
internal sealed class InjectedFaultException() : Exception("injected fault");
