using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>
/// A part of a fleet as its entities see it: the time, the requests of its devices, and where events go. It knows neither
/// actors nor threads, so that every transition can be tested on a region that has neither.
/// </summary>
/// <param name="engine">Lets events happen.</param>
/// <param name="entities">The states and behaviours of the whole fleet.</param>
/// <param name="recorder">Receives what is measured in this region.</param>
/// <param name="actors">The users' actors; null without any.</param>
/// <param name="check">Whether to check that no event crosses the network faster than regions count on.</param>
internal sealed class FleetRegion(Region engine, FleetEntities entities, RunRecorder recorder, IUserActors? actors, bool check)
{
    private readonly SimTime _lookahead = entities.Topology.Lookahead;

    /// <summary>Which region it is.</summary>
    public RegionId Id { get; } = engine.Id;

    /// <summary>The instant of the event being handled.</summary>
    public SimTime Now => engine.Now;

    /// <summary>Who exists and where.</summary>
    public FleetTopology Topology => entities.Topology;

    /// <summary>The requests of this region's devices.</summary>
    public RequestPool Requests { get; } = new();

    /// <summary>Lets an event happen, now or later, and checks that none crosses the network faster than regions count on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (check && CrossesSides(item.Kind) && item.Time < engine.Now + _lookahead)
        {
            ThrowTooFast(item);
        }

        engine.Send(item);
    }

    /// <summary>Handles an event whose entity may have stopped.</summary>
    public void Handle(in SimEvent item)
    {
        if (!engine.HasStopped(item.Destination))
        {
            entities.OnEvent(item, this);
        }
        else if (item.Kind == EventKind.Message)
        {
            engine.Open(item);
        }
        else
        {
            entities.OnEventForStopped(item, this);
        }
    }

    /// <summary>A message reaches an entity or a user's actor.</summary>
    public void Receive(in SimEvent item) => actors!.Receive(item);

    /// <summary>Fetches the state of a device that will have an event very soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchDevice(DeviceId device) => entities.PrefetchDevice(device);

    /// <summary>Begins a request at one of this region's devices and gives its place in the pool.</summary>
    public int Begin()
    {
        recorder.Begin();
        return Requests.Begin();
    }

    /// <summary>Ends a request of this region: it is recorded, and no longer in flight.</summary>
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

    /// <summary>Keeps a message that the adversary attacks.</summary>
    public void Capture(CapturedMessage message) => recorder.Capture(message);

    /// <summary>Checks that every request that has begun in this region has ended or is in flight.</summary>
    public void CheckConservation() => recorder.CheckConservation(Requests.InFlight);

    private static bool CrossesSides(EventKind kind) => kind is
        EventKinds.ActivationAtServer or EventKinds.LinkRestarted or EventKinds.AnswerAtLink or EventKinds.RequestLost;

    private void ThrowTooFast(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {engine.Now} crosses the network in less than {_lookahead}: {item}.");
}
