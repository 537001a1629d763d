using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Support;

/// <summary>Keeps all requests.</summary>
internal sealed class ListSink : IRequestSink
{
    public List<RequestRecord> Requests { get; } = [];

    public void Record(in RequestRecord request) => Requests.Add(request);

    public static (FleetResult Result, List<RequestRecord> Requests) Run(FleetSpec spec, EventQueueKind queue = EventQueueKind.Buckets)
    {
        var sink = new ListSink();
        FleetResult result = FleetSimulation.Run(spec, sink, new SimulationOptions { Check = true, Queue = queue });
        return (result, sink.Requests);
    }
}
