using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <content>What happens in a region while it runs: requests that begin and end, and how events reach entities.</content>
internal sealed partial class FleetRegion
{
    /// <summary>A message of a user's actor reaches an entity.</summary>
    public void Receive(in SimEvent item)
    {
        Letter letter = Open(item);
        EntityHandle entity = item.Destination;
        if (letter.Message is UseDefense order)
        {
            _entities.UseDefense(entity.Index, order.Defense);
        }
        else if (letter.Sender is VirtualActorRef asker)
        {
            object answer = letter.Message is Identify question
                ? new ActorIdentity(question.MessageId, _table[entity])
                : SnapshotOf(entity);
            SimEvent reply = _entities.Answer(entity, asker.Root.Handle, Now + asker.Root.Delay);
            Post(reply, new Letter(asker, answer, _table[entity]));
        }
    }

    /// <summary>Fetches the state of a device that will have an event very soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchDevice(int device) => _entities.PrefetchDevice(device);

    /// <summary>Begins a request at one of this region's devices and gives its place in the pool.</summary>
    public int Begin()
    {
        _recorder.Begin();
        return Requests.Begin();
    }

    /// <summary>Ends a request of this region: it is recorded, and no longer in flight.</summary>
    public void End(int request, RequestOutcome outcome)
    {
        ref RequestState state = ref Requests[request];
        SimTime elapsed = Now - state.Arrival;
        var record = new RequestRecord
        {
            Device = state.Device,
            DeviceClass = state.DeviceClass,
            Defense = state.Defense,
            Sequence = state.Sequence,
            Input = state.Input,
            Server = state.Server,
            Arrival = state.Arrival,
            Completion = Now,
            Outcome = outcome,
            Stages = outcome == RequestOutcome.Answered ? state.Stages : state.Stages.CutAt(elapsed),
        };
        _recorder.End(record);
        Requests.End(request);
        foreach (int observer in _observers)
        {
            Report(record, observer);
        }
    }

    /// <summary>Keeps a message that the adversary attacks.</summary>
    public void Capture(CapturedMessage message) => _recorder.Capture(message);

    /// <summary>Lets an event happen, now or later, and checks that none crosses the network faster than regions count on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public new void Send(in SimEvent item)
    {
        if (_check && CrossesSides(item.Kind) && item.Time < Now + _lookahead)
        {
            ThrowTooFast(item);
        }

        base.Send(item);
    }

    /// <inheritdoc/>
    protected override void TakeOver(EntityHandle entity, in SimEvent failed)
    {
        // A user's actor keeps its own state.
        if (entity.Type != EntityType.Actor)
        {
            _entities.Restart(entity, failed, this);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Users' actors, unlike entities, end amid a slice.</remarks>
    protected override bool RunSlice() => HasActors || StoppedEntities.Count > 0
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

    // The order of reports follows from the request alone: a device that fails ends requests while its own numbering is
    // about to be handed over.
    private void Report(in RequestRecord record, int observer)
    {
        VirtualActorSpec actor = _topology.Spec.Actors[observer];
        var item = new SimEvent
        {
            Time = Now + actor.Delay,
            Destination = FleetTopology.Actor(observer),
            Source = _topology.IdOfReports(record.Device),
            Sequence = (uint)((record.Sequence * _observers.Length) + Array.IndexOf(_observers, observer)),
            Request = -1,
            Kind = EventKind.Message,
        };
        Post(item, new Letter(_table.Actors[observer], new RequestEnded(record), _table[_topology.Device(record.Device)]));
    }

    private static bool CrossesSides(EventKind kind) => kind is
        EventKind.ActivationAtServer or EventKind.LinkRestarted or EventKind.AnswerAtLink or EventKind.RequestLost;

    private void Handle(in SimEvent item)
    {
        if (!HasStopped(item.Destination))
        {
            _entities.OnEvent(item, this);
        }
        else if (item.Kind == EventKind.Message)
        {
            Open(item);
        }
        else
        {
            _entities.OnEventForStopped(item, this);
        }
    }

    private void ThrowTooFast(in SimEvent item) => throw new InvariantViolationException(
        $"An event caused at {Now} crosses the network in less than {_lookahead}: {item}.");

    private readonly struct Handler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => entities.OnEvent(item, region);
    }

    // With several regions the requests that end are put into one order afterwards.
    private readonly struct OrderedHandler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item)
        {
            region._recorder.At(item);
            entities.OnEvent(item, region);
        }
    }

    // Some may have stopped, and the run goes on without them.
    private readonly struct GuardedHandler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        public void OnEvent(in SimEvent item)
        {
            region._recorder.At(item);
            region.Handle(item);
        }
    }
}
