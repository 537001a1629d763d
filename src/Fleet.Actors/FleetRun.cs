using Akka.Actor;
using Fleet.Actors.Entities;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors;

/// <summary>A fleet in an actor system, to be run in steps or at once.</summary>
internal sealed class FleetRun
{
    /// <summary>The name of the region's actor: entities live at /user/fleet/device-0 and so on.</summary>
    public const string Name = "fleet";

    private readonly FleetTopology _topology;
    private readonly RunRecorder[] _recorders;
    private readonly FleetRegion[] _regions;
    private readonly RegionGroup _group;
    private readonly RegionExchange _exchange;
    private readonly EntityTable _table;
    private readonly SimulationOptions _options;
    private SimTime _bound;
    private bool _interrupted;

    /// <summary>Cuts the fleet into regions as the options say, and builds it.</summary>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    public FleetRun(
        ActorSystem system,
        FleetSpec spec,
        IRequestSink sink,
        SimulationOptions options,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
        : this(system, RegionChoice.Lay(spec, options), sink, options, progress, clock, cancellation)
    {
    }

    /// <summary>Builds a fleet that is cut into regions already.</summary>
    public FleetRun(
        ActorSystem system,
        FleetTopology topology,
        IRequestSink sink,
        SimulationOptions options,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        _topology = topology;
        _options = options;
        var entities = new FleetEntities(topology, options.Check);
        _table = new EntityTable(
            ("device-", topology.Devices), ("link-", topology.Links), ("server-", topology.Servers), ("adversary", 1));
        _exchange = new RegionExchange(topology.Regions, topology.Lookahead, clock);
        var reporter = new RunProgress(progress, clock);
        _recorders = [.. Enumerable.Range(0, topology.Regions).Select(_ => new RunRecorder(topology.Spec.WarmUp, sink, options.Check))];
        _regions = [.. Enumerable.Range(0, topology.Regions).Select(region => new FleetRegion(
            region, entities, _table, _exchange, options, _recorders, reporter, cancellation))];
        _group = new RegionGroup(system, Name, _regions, _table, topology.Spec.Failures);
    }

    /// <summary>The first region's actor, under which all entities are found.</summary>
    public IActorRef Actor => _group.Actors[0];

    /// <summary>Runs until an instant, at most the end of the run. False if the run was cancelled.</summary>
    /// <exception cref="EntityStoppedException">An entity failed too often, or was stopped.</exception>
    public bool AdvanceTo(SimTime bound)
    {
        _bound = SimTime.Min(bound, _topology.Spec.Duration);
        _interrupted = !_group.AdvanceTo(_bound);
        return !_interrupted;
    }

    /// <summary>What the run has given so far. Only between two calls of <see cref="AdvanceTo"/>.</summary>
    public FleetResult Result()
    {
        var total = new RunRecorder(_topology.Spec.WarmUp, NoSink.Instance, check: false);
        foreach (RunRecorder recorder in _recorders)
        {
            total.Add(recorder);
        }

        FleetResult result = total.Result(
            _interrupted ? new SimTime(_regions.Max(region => region.Now.Nanoseconds)) : _bound,
            _interrupted,
            _group.Events,
            _topology.Devices,
            _regions.Sum(region => region.Requests.InFlight),
            FailureLog.Sum(_regions.Select(region => region.Failures)));
        return result with { StoppedEntities = StoppedEntities(), Partition = Report() };
    }

    // In an order that does not depend on the partition: by type, then by number.
    private string[] StoppedEntities() => [.. _regions
        .SelectMany(region => region.StoppedEntities)
        .OrderBy(entity => entity.Type).ThenBy(entity => entity.Index)
        .Select(_table.NameOf)];

    private PartitionReport Report() => new(
        _topology.Regions,
        _topology.Lookahead,
        _exchange.Windows,
        RegionChoice.ExpectedEfficiency(_topology),
        _exchange.Efficiency,
        [.. _regions.Select(region => region.Events)]);

    /// <summary>The actor system is about to end: the stopping of entities is no failure any more.</summary>
    public void Close() => _group.Close();

    private sealed class NoSink : IRequestSink
    {
        public static readonly NoSink Instance = new();

        public void Record(in RequestRecord request)
        {
        }
    }
}
