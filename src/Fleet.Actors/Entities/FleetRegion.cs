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
    private readonly RunRecorder _recorder;
    private readonly RunProgress _progress;
    private readonly CancellationToken _cancellation;
    private readonly SimTime _lookahead;
    private readonly bool _check;

    /// <summary>Makes a region without actors.</summary>
    /// <param name="index">The region's number.</param>
    /// <param name="entities">The states and behaviours of the whole fleet.</param>
    /// <param name="table">The references of the whole fleet.</param>
    /// <param name="options">Queue and checks.</param>
    /// <param name="recorder">Receives what is measured.</param>
    /// <param name="progress">Tells how far the run is.</param>
    /// <param name="cancellation">Ends the run between two windows.</param>
    public FleetRegion(
        int index,
        FleetEntities entities,
        EntityTable table,
        SimulationOptions options,
        RunRecorder recorder,
        RunProgress progress,
        CancellationToken cancellation)
        : base(index, options.Queue, table)
    {
        _entities = entities;
        _topology = entities.Topology;
        _recorder = recorder;
        _progress = progress;
        _cancellation = cancellation;
        _lookahead = _topology.Lookahead;
        _check = options.Check;
        var tester = new EventSource(_topology.AdversaryId + 1);
        foreach (InjectedFault fault in options.Faults)
        {
            Send(tester.Emit(fault.Entity, fault.At, EventKind.Fault));
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
            supervisor.CreateChild(_topology.Device(device), DeviceProps);
        }

        for (int link = 0; link < _topology.Links; link++)
        {
            supervisor.CreateChild(_topology.Link(link), LinkProps);
        }

        for (int server = 0; server < _topology.Servers; server++)
        {
            supervisor.CreateChild(_topology.Server(server), ServerProps);
        }

        if (_topology.Spec.Adversary is not null)
        {
            supervisor.CreateChild(_topology.Adversary, AdversaryProps);
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
    protected override bool RunSlice() => RunSlice(new Handler(_entities, this));

    /// <inheritdoc/>
    protected override void AfterSlice() => _recorder.Flush();

    /// <inheritdoc/>
    protected override void AfterWindow()
    {
        _recorder.CheckConservation(Requests.InFlight);
        _progress.Report(Now, Events);
    }

    private static bool CrossesSides(EventKind kind) => kind is
        EventKind.ActivationAtServer or EventKind.LinkRestarted or EventKind.AnswerAtLink or EventKind.RequestLost;

    private void ThrowTooFast(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {Now} crosses the network in less than {_lookahead}: {item}.");

    private readonly struct Handler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity) => entities.Prefetch(entity);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => entities.OnEvent(item, region);
    }
}
