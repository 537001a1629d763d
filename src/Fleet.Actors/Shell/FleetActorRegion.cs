using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <summary>The actors of a part of a fleet, and the engine that runs its events.</summary>
internal sealed partial class FleetActorRegion : ActorRegion, IUserActors
{
    private static readonly Props DeviceProps = new(typeof(EdgeDevice));
    private static readonly Props LinkProps = new(typeof(NetworkLink));
    private static readonly Props ServerProps = new(typeof(CloudServer));
    private static readonly Props AdversaryProps = new(typeof(AdversarialCloud));
    private static readonly Props EndedProps = Props.Create(() => new EndedActor());

    // Creating a large fleet takes seconds.
    private const int EntitiesBetweenChecks = 1_000;

    private readonly FleetTopology _topology;
    private readonly FleetEntities _entities;
    private readonly FleetRegion _fleet;
    private readonly RunRecorder[] _recorders;
    private readonly RunRecorder _recorder;
    private readonly RunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly EntityTable _table;
    private readonly int[] _observers;
    private readonly bool _resumed;
    private SimActorRef[] _actors = [];
    private SavedFamily[] _savedActors = [];

    /// <summary>Makes a region without actors.</summary>
    /// <param name="id">The region.</param>
    /// <param name="entities">The states and behaviours of the whole fleet.</param>
    /// <param name="table">The references of the whole fleet.</param>
    /// <param name="exchange">Synchronises it with the other regions.</param>
    /// <param name="options">Queue and checks.</param>
    /// <param name="recorders">Receive what is measured, each of one region.</param>
    /// <param name="progress">Reports the progress of the run.</param>
    /// <param name="cancellation">Ends the run between two windows.</param>
    public FleetActorRegion(
        RegionId id,
        FleetEntities entities,
        EntityTable table,
        RegionExchange exchange,
        SimulationOptions options,
        RunRecorder[] recorders,
        RunProgress progress,
        CancellationToken cancellation)
        : base(id, options.Queue, table, exchange, entities.Topology.Spec.Failures.GoOn)
    {
        _entities = entities;
        _topology = entities.Topology;
        _recorders = recorders;
        _recorder = recorders[id.Value];
        _progress = progress;
        _cancellation = cancellation;
        _table = table;
        IReadOnlyList<UserActorSpec> actors = _topology.Spec.Actors;
        _observers = [.. Enumerable.Range(0, actors.Count).Where(actor => actors[actor].ObservesRequests)];
        _fleet = new FleetRegion(this, _topology, _recorder, actors.Count > 0 ? this : null, options.Check);
        EventsAtOneInstant = options.EventsAtOneInstant > 0 ? options.EventsAtOneInstant : EventsAtOneInstant;
        _resumed = options.ResumeFrom is not null;
        if (_resumed)
        {
            return; // the faults to come are among the events of the checkpoint
        }

        var tester = new EventSource(_topology.TesterId);
        foreach (InjectedFault fault in options.Faults)
        {
            EntityHandle entity = _topology.Locate(fault.Entity.Type, fault.Entity.Index);
            SimEvent item = tester.Emit(entity, fault.At, EventKinds.Fault);
            if (entity.RegionId == id || (entity.RegionId == exchange.Observer && id == RegionId.First))
            {
                Send(item);
            }
        }
    }

    /// <summary>The requests of this region's devices.</summary>
    public RequestPool Requests => _fleet.Requests;

    protected override bool IsCancelled => _cancellation.IsCancellationRequested;

    public override void Populate(LeanSupervisorRef supervisor)
    {
        long created = 0;
        for (int device = 0; device < _topology.Devices; device++)
        {
            CreateIfHere(_topology.Device(new DeviceId(device)), DeviceProps);
        }

        for (int link = 0; link < _topology.Links; link++)
        {
            CreateIfHere(_topology.Link(new LinkId(link)), LinkProps);
        }

        for (int server = 0; server < _topology.Servers; server++)
        {
            CreateIfHere(_topology.Server(new ServerId(server)), ServerProps);
        }

        if (_topology.Spec.Adversary is not null && Id == RegionId.First)
        {
            Create(_topology.Adversary, AdversaryProps);
        }

        void CreateIfHere(EntityHandle entity, Props props)
        {
            if (entity.RegionId == Id)
            {
                Create(entity, props);
            }
        }

        // One that had stopped before the checkpoint has a reference too, but cannot be found by name.
        void Create(EntityHandle entity, Props props)
        {
            if (++created % EntitiesBetweenChecks == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
                MemoryLimit.Require(EntitiesBetweenChecks * CollectorPause.BytesPerEntity);
                ThrowIfFailed();
            }

            supervisor.CreateChild(entity, props);
            if (HasStopped(entity))
            {
                _table[entity].Stop();
            }
        }
    }

    public override bool HasActors => Id == RegionId.First && _topology.Spec.Actors.Count > 0;

    public override void StartActors(LeanSupervisorRef supervisor)
    {
        if (!HasActors)
        {
            return;
        }

        // All references first: an actor may look up another that starts after it.
        var world = new FleetWorld(this, _topology, _table);
        _actors =
        [
            .. _topology.Spec.Actors.Cast<SimActorSpec>().Select((actor, i) => supervisor.AddActor(
                actor.Name,
                _resumed && _savedActors[i].Actor.HasEnded ? EndedProps : actor.Props,
                new SimActorFamily(this, FleetTopology.Actor(i), _topology.IdOfActor(i), actor.Delay, world))),
        ];
        _table.Actors = _actors;
        foreach ((SavedFamily saved, SimActorRef actor) in _savedActors.Zip(_actors))
        {
            actor.Family.BeginRestoration(saved.Actor.Below(actor.Path));
        }

        foreach (SimActorRef actor in _actors)
        {
            actor.Start();
        }
    }

    public override void RestoreActors(MessageCodec codec)
    {
        if (HasActors && _resumed)
        {
            RunPendingOrThrow();
            new ActorRestoration(RunPendingOrThrow).Restore(_actors.Zip(_savedActors, (actor, saved) => (actor, saved.Actor)));
        }

        base.RestoreActors(codec);
        if (HasActors && _resumed)
        {
            foreach ((SavedFamily saved, SimActorRef actor) in _savedActors.Zip(_actors))
            {
                actor.Family.EndRestoration(saved.Source, saved.Descendants);
            }
        }
    }

    public override void CheckMessage(EntityHandle entity, object message) => FleetWorld.CheckMessage(_topology, entity, message);

#pragma warning disable AK1000 // called by the entity's own cell, instead of its Props
    public override EntityActor CreateActor(EntityHandle entity) => entity.Type switch
    {
        EntityTypes.Device => new EdgeDevice(this, entity),
        EntityTypes.Link => new NetworkLink(this, entity),
        EntityTypes.Server => new CloudServer(this, entity),
        _ => new AdversarialCloud(this, entity),
    };
#pragma warning restore AK1000

    /// <inheritdoc/>
    /// <remarks>A resumed run restores the states of its entities.</remarks>
    public override void Start(EntityHandle entity)
    {
        if (!_resumed)
        {
            _entities.Start(entity, _fleet);
        }
    }

    public override void Save(CheckpointWriter writer, MessageCodec codec)
    {
        // Before the envelopes, so that an actor that cannot be saved is reported rather than a message to it.
        SavedFamily[] actors = HasActors ? [.. _actors.Select(actor => SavedFamily.Of(actor))] : [];
        base.Save(writer, codec);
        Requests.Save(writer);
        _recorder.Save(writer);
        foreach (SavedFamily actor in actors)
        {
            actor.Write(writer);
        }
    }

    public override void Restore(CheckpointReader reader)
    {
        base.Restore(reader);
        Requests.Restore(reader);
        _recorder.Restore(reader);
        if (HasActors)
        {
            _savedActors = [.. _topology.Spec.Actors.Select(_ => SavedFamily.Read(reader))];
        }
    }

    public override object SnapshotOf(EntityHandle entity) => _entities.SnapshotOf(entity, RestartsOf(entity));
}
