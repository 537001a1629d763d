using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>A fleet in an actor system, to be run in steps or at once.</summary>
internal sealed class FleetRun
{
    /// <summary>The name of the region's actor: entities live at /user/fleet/device-0 and so on.</summary>
    public const string Name = "fleet";

    private readonly FleetTopology _topology;
    private readonly FleetEntities _entities;
    private readonly RunRecorder[] _recorders;
    private readonly FleetActorRegion[] _regions;
    private readonly RegionGroup _group;
    private readonly RegionExchange _exchange;
    private readonly EntityTable _table;
    private readonly SimulationOptions _options;
    private readonly CancellationToken _cancellation;
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
        : this(system, RegionChoice.Partition(spec, options), sink, options, progress, clock, from: null, cancellation)
    {
    }

    /// <summary>Builds a fleet that is cut into regions already, at its beginning or as a checkpoint has it.</summary>
    public FleetRun(
        ActorSystem system,
        FleetTopology topology,
        IRequestSink sink,
        SimulationOptions options,
        IProgress<SimulationProgress>? progress = null,
        TimeProvider? clock = null,
        FleetCheckpoint? from = null,
        CancellationToken cancellation = default)
    {
        _topology = topology;
        _options = options;
        _cancellation = cancellation;
        _entities = new FleetEntities(topology, options.Check);
        _table = new EntityTable([.. FleetTopology.NamePrefixes.Zip([topology.Devices, topology.Links, topology.Servers, 1])]);
        _exchange = new RegionExchange(topology.Regions, topology.Lookahead, clock);
        var reporter = new RunProgress(progress, clock);
        _recorders = [.. Enumerable.Range(0, topology.Regions).Select(_ => new RunRecorder(
            topology.Spec.DeviceClasses.Count, topology.Spec.WarmUp, sink, options.Check))];
        _regions = [.. Enumerable.Range(0, topology.Regions).Select(region => new FleetActorRegion(
            new RegionId(region), _entities, _table, _exchange, options, _recorders, reporter, cancellation))];
        if (from is not null)
        {
            Restore(from);
        }

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

    /// <summary>Runs to the end, and keeps checkpoints on the way if the options ask for them. False if the run was cancelled.</summary>
    /// <exception cref="EntityStoppedException">An entity failed too often, or was stopped.</exception>
    /// <exception cref="CheckpointUnsupportedException">The state of an entity cannot be saved.</exception>
    public bool AdvanceToEnd()
    {
        SimTime end = _topology.Spec.Duration;
        if (_options.Checkpoints is not { } store)
        {
            return AdvanceTo(end);
        }

        while (NextCheckpoint(store.Interval) is var next && next < end)
        {
            if (!AdvanceOrSave(next, store))
            {
                return false;
            }

            store.Save(next, _topology.Regions, Save);

            // Spans with few events end before anybody looks at the cancellation.
            if (_cancellation.IsCancellationRequested)
            {
                _interrupted = true;
                return false;
            }
        }

        return AdvanceOrSave(end, store);
    }

    // A run that is interrupted keeps a checkpoint of where it was: whoever stops it need not wait for the next one.
    private bool AdvanceOrSave(SimTime bound, ICheckpointStore store)
    {
        SimTime reached = _bound;
        if (AdvanceTo(bound))
        {
            return true;
        }

        SimTime at = SimTime.Min(_bound, new SimTime(_regions.Max(region => region.FirstResumable.Nanoseconds)));
        if (at > reached)
        {
            _group.AdvanceTo(at, uninterrupted: true);
            _bound = at;
            store.Save(at, _topology.Regions, Save);
        }

        return false;
    }

    /// <summary>Writes the simulated world. Only between two calls of <see cref="AdvanceTo"/>.</summary>
    public void Save(CheckpointWriter writer)
    {
        FleetCheckpoint.Begin(writer, _topology, _bound);
        _entities.Save(writer);
        _group.Save(writer);
    }

    /// <summary>What the run has given so far. Only between two calls of <see cref="AdvanceTo"/>.</summary>
    public FleetResult Result()
    {
        var total = new RunRecorder(_topology.Spec.DeviceClasses.Count, _topology.Spec.WarmUp, NoRequestSink.Instance, check: false);
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

    // Before the actors are made: they find their entities' states as they were.
    private void Restore(FleetCheckpoint from)
    {
        _bound = from.Reached;
        _entities.Restore(from.Reader);
        foreach (FleetActorRegion region in _regions)
        {
            region.Restore(from.Reader);
        }
    }

    // Never, if the interval leads beyond the range of times.
    private SimTime NextCheckpoint(SimTime interval)
    {
        long passed = _bound.Nanoseconds / interval.Nanoseconds;
        Int128 next = ((Int128)passed + 1) * interval.Nanoseconds;
        return next < SimTime.Never.Nanoseconds ? new SimTime((long)next) : SimTime.Never;
    }

    // In an order that does not depend on the partition: by type, then by number.
    private string[] StoppedEntities() => Array.TrueForAll(_regions, region => region.StoppedEntities.Count == 0) ? [] : [.. _regions
        .SelectMany(region => region.StoppedEntities)
        .OrderBy(entity => entity.Type).ThenBy(entity => entity.Index)
        .Select(_table.NameOf)];

    private PartitionReport Report() => new(
        _topology.Regions,
        _topology.Lookahead,
        _exchange.Windows,
        RegionChoice.ExpectedEfficiency(_topology),
        _exchange.Efficiency,
        [.. _regions.Select(region => region.Events)])
    {
        WindowsInTurn = _exchange.WindowsInTurn,
    };

    /// <summary>The run has failed, and its entities are needed no more: their memory may be what the rest of the program lacks.</summary>
    public void Abandon()
    {
        Close();
        _table.Clear();
    }

    /// <summary>The actor system is about to end: the stopping of entities is no failure any more.</summary>
    public void Close() => _group.Close();
}
