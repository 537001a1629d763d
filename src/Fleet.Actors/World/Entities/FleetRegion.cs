using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>
/// What behaviours use of a region: the time, the requests of its devices, and sending events. It depends neither on actors
/// nor on threads, so that every transition can be tested without them.
/// </summary>
/// <param name="engine">Schedules events.</param>
/// <param name="topology">The entities and where they live.</param>
/// <param name="recorder">Receives what is measured in this region.</param>
/// <param name="actors">The users' actors; null without any.</param>
/// <param name="check">Whether to check that no event crosses the network in less than the lookahead.</param>
internal sealed class FleetRegion(Region engine, FleetTopology topology, RunRecorder recorder, IUserActors? actors, bool check)
{
    private readonly SimTime _lookahead = topology.Lookahead;

    /// <summary>Which region it is.</summary>
    public RegionId Id { get; } = engine.Id;

    /// <summary>The instant of the event being handled.</summary>
    public SimTime Now => engine.Now;

    /// <summary>The entities and where they live.</summary>
    public FleetTopology Topology => topology;

    /// <summary>The requests of this region's devices.</summary>
    public RequestPool Requests { get; } = new();

    /// <summary>Schedules an event, and checks that none crosses the network in less than the lookahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (check && CrossesSides(item.Kind) && item.Time < engine.Now + _lookahead)
        {
            ThrowTooFast(item);
        }

        engine.Send(item);
    }

    /// <summary>Whether an entity has stopped while the run went on.</summary>
    public bool HasStopped(EntityHandle entity) => engine.HasStopped(entity);

    /// <summary>Drops the message object of an event.</summary>
    public void Discard(in SimEvent item) => engine.Open(item);

    /// <summary>A message reaches an entity or a user's actor.</summary>
    public void Receive(in SimEvent item) => actors!.Receive(item);

    /// <summary>Begins a request at one of this region's devices and returns its slot in the pool.</summary>
    public int Begin()
    {
        recorder.Begin();
        return Requests.Begin();
    }

    /// <summary>Ends a request of this region and records it.</summary>
    public void End(int request, RequestOutcome outcome)
    {
        ref RequestState state = ref Requests[request];
        SimTime elapsed = engine.Now - state.Arrival;
        var record = new RequestRecord
        {
            Device = state.Device,
            DeviceClass = state.DeviceClass,
            Defense = state.Defense,
            Sequence = state.Sequence,
            Input = state.Input,
            Server = state.Server,
            Arrival = state.Arrival,
            Completion = engine.Now,
            Outcome = outcome,
            Stages = outcome == RequestOutcome.Answered ? state.Stages : state.Stages.CutAt(elapsed),
        };
        recorder.End(record);
        Requests.End(request);
        actors?.Observe(record);
    }

    /// <summary>Records a message that the adversary attacks.</summary>
    public void Capture(CapturedMessage message) => recorder.Capture(message);

    /// <summary>Checks that every request that has begun in this region has ended or is in flight.</summary>
    public void CheckConservation() => recorder.CheckConservation(Requests.InFlight);

    private static bool CrossesSides(EventKind kind) => kind is
        EventKinds.ActivationAtServer or EventKinds.LinkRestarted or EventKinds.AnswerAtLink or EventKinds.RequestLost;

    private void ThrowTooFast(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {engine.Now} crosses the network in less than {_lookahead}: {item}.");
}
