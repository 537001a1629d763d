using Akka.Actor;
using Fleet.Actors.Entities;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors;

/// <summary>A fleet in an actor system, to be run in steps or at once.</summary>
internal sealed class FleetRun
{
    /// <summary>The name of the region's actor: entities live at /user/fleet/device-0 and so on.</summary>
    public const string Name = "fleet";

    private readonly FleetTopology _topology;
    private readonly RunRecorder _recorder;
    private readonly FleetRegion _region;
    private SimTime _bound;
    private bool _interrupted;

    /// <summary>Builds the fleet.</summary>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    public FleetRun(
        ActorSystem system,
        FleetSpec spec,
        IRequestSink sink,
        SimulationOptions options,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        _topology = new FleetTopology(spec);
        var entities = new FleetEntities(_topology, options.Check);
        var table = new EntityTable(
            ("device-", _topology.Devices), ("link-", _topology.Links), ("server-", _topology.Servers), ("adversary", 1));
        _recorder = new RunRecorder(spec.WarmUp, sink, options.Check);
        _region = new FleetRegion(0, entities, table, options, _recorder, new RunProgress(progress, clock), cancellation);
        Actor = LeanSupervisorRef.Start(system, Name, _region, table, options);
    }

    /// <summary>The region's actor.</summary>
    public IActorRef Actor { get; }

    /// <summary>Runs until an instant, at most the end of the run. False if the run was cancelled.</summary>
    /// <exception cref="EntityStoppedException">An entity failed too often, or was stopped.</exception>
    public bool AdvanceTo(SimTime bound)
    {
        _bound = SimTime.Min(bound, _topology.Spec.Duration);
        Advanced advanced = Actor.Ask<Advanced>(new AdvanceTo(_bound), Timeout.InfiniteTimeSpan).GetAwaiter().GetResult();
        _interrupted = advanced.Interrupted;
        return !_interrupted;
    }

    /// <summary>What the run has given so far. Only between two calls of <see cref="AdvanceTo"/>.</summary>
    public FleetResult Result() => _recorder.Result(
        _interrupted ? _region.Now : _bound,
        _interrupted,
        _region.Events,
        _topology.Devices,
        _region.Requests.InFlight,
        _region.Failures.Counts);

    /// <summary>The actor system is about to end: the stopping of entities is no failure any more.</summary>
    public void Close() => _region.Close();
}
