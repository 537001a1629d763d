using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell;

/// <content>What happens in a region while it runs: messages of users' actors, and how events reach entities.</content>
internal sealed partial class FleetActorRegion
{
    void IUserActors.Receive(in SimEvent item)
    {
        if (item.Destination.Type == EntityTypes.Actor)
        {
            Deliver(item);
            return;
        }

        SimEnvelope envelope = Open(item);
        EntityHandle entity = item.Destination;
        if (envelope.Message is UseDefense order)
        {
            _entities.UseDefense(new DeviceId(entity.Index), order.Defense);
        }
        else if (envelope.Sender is SimActorRef asker)
        {
            object answer = envelope.Message is Identify question
                ? new ActorIdentity(question.MessageId, _table[entity])
                : SnapshotOf(entity);
            SimEvent reply = _entities.Answer(entity, asker.Family.Handle, Now + asker.Family.Delay);
            Post(reply, new SimEnvelope(asker, answer, _table[entity]));
        }
    }

    void IUserActors.Observe(in RequestRecord record)
    {
        foreach (int observer in _observers)
        {
            Report(record, observer);
        }
    }

    protected override void ReplaceState(EntityHandle entity, in SimEvent failed)
    {
        // A user's actor keeps its own state.
        if (entity.Type != EntityTypes.Actor)
        {
            _entities.Restart(entity, failed, _fleet);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Users' actors, unlike entities, may stop within a slice.</remarks>
    protected override bool RunSlice() => HasActors || StoppedEntities.Count > 0
        ? RunSlice(new GuardedHandler(_entities, _fleet, _recorder))
        : _recorders.Length == 1
            ? RunSlice(new Handler(_entities, _fleet))
            : RunSlice(new OrderedHandler(_entities, _fleet, _recorder));

    protected override void AfterSlice()
    {
        if (_recorders.Length == 1)
        {
            _recorder.Flush();
        }
    }

    protected override void AfterWindow() => _fleet.CheckConservation();

    protected override void AfterBarrier(int buffer, long events)
    {
        if (_recorders.Length > 1)
        {
            _recorder.SwitchTo(1 - buffer);
        }

        if (Id != RegionId.First)
        {
            return;
        }

        if (_recorders.Length > 1)
        {
            RunRecorder.FlushTogether(_recorders, buffer);
        }

        _progress.Report(Now, events);
    }

    protected override void Observe(in SimEvent item) => _entities.OnEventOrStopped(item, _fleet);

    // The order of reports follows from the request alone, not from the device's event counter: a device that fails ends
    // requests before the counter is copied into its fresh state.
    private void Report(in RequestRecord record, int observer)
    {
        UserActorSpec actor = _topology.Spec.Actors[observer];
        var item = new SimEvent
        {
            Time = Now + actor.Delay,
            Destination = FleetTopology.Actor(observer),
            Source = _topology.IdOfReports(record.Device),
            Sequence = (uint)((record.Sequence * _observers.Length) + Array.IndexOf(_observers, observer)),
            Request = -1,
            Kind = EventKind.Message,
        };
        Post(item, new SimEnvelope(_table.Actors[observer], new RequestEnded(record), _table[_topology.Device(record.Device)]));
    }

    private readonly struct Handler(FleetEntities entities, FleetRegion region) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => entities.OnEvent(item, region);
    }

    // With several regions the requests that end are merged in order afterwards.
    private readonly struct OrderedHandler(FleetEntities entities, FleetRegion region, RunRecorder recorder) : IEventHandler
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item)
        {
            recorder.At(item);
            entities.OnEvent(item, region);
        }
    }

    // Some entities may have stopped.
    private readonly struct GuardedHandler(FleetEntities entities, FleetRegion region, RunRecorder recorder) : IEventHandler
    {
        public void Prefetch(EntityHandle entity, int request) => entities.Prefetch(entity, request, region.Requests);

        public void OnEvent(in SimEvent item)
        {
            recorder.At(item);
            entities.OnEventOrStopped(item, region);
        }
    }
}
