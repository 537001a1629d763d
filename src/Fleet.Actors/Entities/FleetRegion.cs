using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.Adversary;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>A part of a fleet: devices with their links, servers, and the requests of the devices.</summary>
internal sealed class FleetRegion : Region, ISimulation
{
    private static readonly Props DeviceProps = new(typeof(EdgeDevice));
    private static readonly Props LinkProps = new(typeof(NetworkLink));
    private static readonly Props ServerProps = new(typeof(CloudServer));
    private static readonly Props AdversaryProps = new(typeof(AdversarialCloud));

    private readonly FleetTopology _topology;
    private readonly FleetEntities _entities;
    private readonly RunRecorder[] _recorders;
    private readonly RunRecorder _recorder;
    private readonly RunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly SimTime _lookahead;
    private readonly bool _check;

    /// <summary>Makes a region without actors.</summary>
    /// <param name="index">The region's number.</param>
    /// <param name="entities">The states and behaviours of the whole fleet.</param>
    /// <param name="table">The references of the whole fleet.</param>
    /// <param name="exchange">Where it meets the other regions.</param>
    /// <param name="options">Queue and checks.</param>
    /// <param name="recorders">Receive what is measured, each of one region.</param>
    /// <param name="progress">Tells how far the run is.</param>
    /// <param name="cancellation">Ends the run between two windows.</param>
    public FleetRegion(
        int index,
        FleetEntities entities,
        EntityTable table,
        RegionExchange exchange,
        SimulationOptions options,
        RunRecorder[] recorders,
        RunProgress progress,
        CancellationToken cancellation)
        : base(index, options.Queue, table, exchange, entities.Topology.Spec.Failures.GoOn)
    {
        _entities = entities;
        _topology = entities.Topology;
        _recorders = recorders;
        _recorder = recorders[index];
        _progress = progress;
        _cancellation = cancellation;
        _lookahead = _topology.Lookahead;
        _check = options.Check;
        var tester = new EventSource(_topology.AdversaryId + 1);
        foreach (InjectedFault fault in options.Faults)
        {
            EntityHandle entity = _topology.Locate(fault.Entity.Type, fault.Entity.Index);
            SimEvent item = tester.Emit(entity, fault.At, EventKind.Fault);
            if (entity.Region == index || (entity.Region == exchange.Observer && index == 0))
            {
                Send(item);
            }
        }
    }

    /// <inheritdoc/>
    public RequestPool Requests { get; } = new();

    /// <inheritdoc/>
    protected override bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <inheritdoc/>
    public override void Populate(LeanSupervisorRef supervisor)
    {
        for (int device = 0; device < _topology.Devices; device++)
        {
            CreateIfHere(_topology.Device(device), DeviceProps);
        }

        for (int link = 0; link < _topology.Links; link++)
        {
            CreateIfHere(_topology.Link(link), LinkProps);
        }

        for (int server = 0; server < _topology.Servers; server++)
        {
            CreateIfHere(_topology.Server(server), ServerProps);
        }

        if (_topology.Spec.Adversary is not null && Index == 0)
        {
            supervisor.CreateChild(_topology.Adversary, AdversaryProps);
        }

        void CreateIfHere(EntityHandle entity, Props props)
        {
            if (entity.Region == Index)
            {
                supervisor.CreateChild(entity, props);
            }
        }
    }

#pragma warning disable AK1000 // called by the entity's own cell, in the place of what its Props would do
    /// <inheritdoc/>
    public override EntityActor CreateActor(EntityHandle entity) => entity.Type switch
    {
        EntityType.Device => new EdgeDevice(this, entity),
        EntityType.Link => new NetworkLink(this, entity),
        EntityType.Server => new CloudServer(this, entity),
        _ => new AdversarialCloud(this, entity),
    };
#pragma warning restore AK1000

    /// <inheritdoc/>
    public override void Start(EntityHandle entity) => _entities.Start(entity, this);

    /// <inheritdoc/>
    public override object SnapshotOf(EntityHandle entity) => _entities.SnapshotOf(entity, RestartsOf(entity));

    /// <inheritdoc/>
    public int Begin()
    {
        _recorder.Begin();
        return Requests.Begin();
    }

    /// <inheritdoc/>
    public void End(int request, RequestOutcome outcome)
    {
        ref RequestState state = ref Requests[request];
        SimTime elapsed = Now - state.Arrival;
        _recorder.End(new RequestRecord
        {
            Device = state.Device,
            DeviceClass = state.DeviceClass,
            Sequence = state.Sequence,
            Input = state.Input,
            Server = state.Server,
            Arrival = state.Arrival,
            Completion = Now,
            Outcome = outcome,
            Stages = outcome == RequestOutcome.Answered ? state.Stages : state.Stages.CutAt(elapsed),
        });
        Requests.End(request);
    }

    /// <inheritdoc/>
    public void Capture(CapturedMessage message) => _recorder.Capture(message);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ISimulation.Send(in SimEvent item)
    {
        if (_check && CrossesSides(item.Kind) && item.Time < Now + _lookahead)
        {
            ThrowTooFast(item);
        }

        Send(item);
    }

    /// <inheritdoc/>
    protected override void TakeOver(EntityHandle entity, in SimEvent failed) => _entities.Restart(entity, failed, this);

    /// <inheritdoc/>
    protected override bool RunSlice() => StoppedEntities.Count > 0
        ? RunSlice(new GuardedHandler(_entities, this))
        : _recorders.Length == 1
            ? RunSlice(new Handler(_entities, this))
            : RunSlice(new OrderedHandler(_entities, this));

    /// <inheritdoc/>
    protected override void AfterSlice()
    {
        if (_recorders.Length == 1)
        {
            _recorder.Flush();
        }
    }

    /// <inheritdoc/>
    protected override void AfterWindow() => _recorder.CheckConservation(Requests.InFlight);

    /// <inheritdoc/>
    protected override void AfterMeeting(int half, long events)
    {
        if (_recorders.Length > 1)
        {
            _recorder.SwitchTo(1 - half);
        }

        if (Index != 0)
        {
            return;
        }

        if (_recorders.Length > 1)
        {
            RunRecorder.FlushTogether(_recorders, half);
        }

        _progress.Report(Now, events);
    }

    /// <inheritdoc/>
    protected override void Observe(in SimEvent item) => Handle(item);

    private static bool CrossesSides(EventKind kind) => kind is
        EventKind.ActivationAtServer or EventKind.LinkRestarted or EventKind.AnswerAtLink or EventKind.RequestLost;

    private void Handle(in SimEvent item)
    {
        if (HasStopped(item.Destination))
        {
            _entities.OnEventForStopped(item, this);
        }
        else
        {
            _entities.OnEvent(item, this);
        }
    }

    private void ThrowTooFast(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {Now} crosses the network in less than {_lookahead}: {item}.");

    private readonly struct Handler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity) => entities.Prefetch(entity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => entities.OnEvent(item, region);
    }

    // With several regions the requests that end are put into one order afterwards.
    private readonly struct OrderedHandler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity) => entities.Prefetch(entity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item)
        {
            region._recorder.At(item);
            entities.OnEvent(item, region);
        }
    }

    // Entities have stopped, and the run goes on without them.
    private readonly struct GuardedHandler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        public void Prefetch(EntityHandle entity) => entities.Prefetch(entity);

        public void OnEvent(in SimEvent item)
        {
            region._recorder.At(item);
            region.Handle(item);
        }
    }
}
