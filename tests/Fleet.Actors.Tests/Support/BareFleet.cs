using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Support;

/// <summary>A fleet of the engine and the behaviours alone: no actor system, no thread. An entity that fails is restarted.</summary>
internal sealed class BareFleet : Region
{
    private readonly FleetEntities _entities;
    private readonly FleetRegion _fleet;
    private readonly RunRecorder _recorder;
    private readonly FleetTopology _topology;
    private readonly ListSink _sink = new();

    public BareFleet(FleetSpec spec, params ReadOnlySpan<InjectedFault> faults)
        : this(new FleetTopology(spec, regions: 1), faults)
    {
    }

    private BareFleet(FleetTopology topology, ReadOnlySpan<InjectedFault> faults)
        : base(RegionId.First, EventQueueKind.Buckets, topology.Devices + topology.Links + topology.Servers, new RegionExchange(1, SimTime.Never))
    {
        _topology = topology;
        _entities = new FleetEntities(topology, check: true);
        _recorder = new RunRecorder(topology.Spec.DeviceClasses.Count, topology.Spec.WarmUp, _sink, check: true);
        _fleet = new FleetRegion(this, _entities, _recorder, actors: null, check: true);
        var tester = new EventSource(topology.TesterId);
        foreach (InjectedFault fault in faults)
        {
            Send(tester.Emit(topology.Locate(fault.Entity.Type, fault.Entity.Index), fault.At, EventKinds.Fault));
        }

        Begin(topology.Devices, device => topology.Device(new DeviceId(device)));
        Begin(topology.Links, link => topology.Link(new LinkId(link)));
        Begin(topology.Servers, server => topology.Server(new ServerId(server)));
    }

    /// <summary>The requests that have ended.</summary>
    public IReadOnlyList<RequestRecord> Requests => _sink.Requests;

    /// <summary>Requests that have begun and not ended.</summary>
    public long InFlight => _fleet.Requests.InFlight;

    /// <summary>Lets everything before an instant happen.</summary>
    public BareFleet Until(SimTime bound)
    {
        Advance(bound, uninterrupted: true);
        while (HasWork)
        {
            RunWindow();
        }

        _recorder.Flush();
        return this;
    }

    /// <summary>To the end of the run.</summary>
    public BareFleet ToEnd() => Until(_topology.Spec.Duration);

    /// <inheritdoc/>
    public override void Start(EntityHandle entity) => _entities.Start(entity, _fleet);

    /// <inheritdoc/>
    protected override bool RunSlice() => RunSlice(new Handler(_entities, _fleet));

    /// <inheritdoc/>
    protected override void ReplaceState(EntityHandle entity, in SimEvent failed) => _entities.Restart(entity, failed, _fleet);

    /// <inheritdoc/>
    protected override void Supervise(EntityHandle entity, Exception cause)
    {
        NoteFailure(cause);
        Restart(entity);
    }

    /// <inheritdoc/>
    protected override void OnReached(bool interrupted, Exception? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    protected override void RunPending()
    {
    }

    /// <inheritdoc/>
    protected override void RunOnThisThread(Action action) => action();

    /// <inheritdoc/>
    protected override string NameOfActive(EntityHandle last) => last.ToString();

    private void Begin(int count, Func<int, EntityHandle> entity)
    {
        for (int i = 0; i < count; i++)
        {
            Start(entity(i));
        }
    }

    private readonly struct Handler(FleetEntities entities, FleetRegion fleet) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, fleet.Requests);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => entities.OnEvent(item, fleet);
    }
}
