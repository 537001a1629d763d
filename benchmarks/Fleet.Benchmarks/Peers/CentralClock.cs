using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Peers;

/// <summary>
/// PHOLD as actor simulators usually build it: ordinary actors on the default dispatcher, and a central clock that sends
/// out one event at a time and waits until its receiver has acknowledged it with the event that follows.
/// </summary>
internal sealed class CentralClock : IContender
{
    private static readonly Config Silent = ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """);

    /// <inheritdoc/>
    public string Name => "Akka.NET, central clock";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        using var system = ActorSystem.Create("central-clock", Silent);
        var done = new TaskCompletionSource<Measurement>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new ClockActor(new PholdModel(entities), events, done)), "clock");
        Measurement measurement = done.Task.GetAwaiter().GetResult();
        system.Terminate().GetAwaiter().GetResult();
        return measurement;
    }

    private sealed record Deliver(SimEvent Event);

    private sealed record Acknowledge(SimEvent Next);

    private sealed class EntityActor(PholdModel model, int entity) : UntypedActor
    {
        private PholdState _state = new(entity);

        protected override void PreStart() => Context.Parent.Tell(new Acknowledge(PholdModel.First(entity, ref _state)));

        protected override void OnReceive(object message)
        {
            if (message is Deliver delivered)
            {
                Sender.Tell(new Acknowledge(model.Next(entity, delivered.Event.Time, ref _state)));
            }
            else
            {
                Unhandled(message);
            }
        }
    }

    private sealed class ClockActor(PholdModel model, long events, TaskCompletionSource<Measurement> done) : UntypedActor
    {
        private readonly SimTime _measured = model.TimeFor(events);
        private readonly HeapQueue _queue = new();
        private readonly IActorRef[] _entities = new IActorRef[model.Entities];
        private int _awaited = model.Entities;
        private long _delivered;
        private long _deliveredBefore;
        private long _start;

        private SimTime WarmUp => new(_measured.Nanoseconds / 3);

        protected override void PreStart()
        {
            for (int i = 0; i < _entities.Length; i++)
            {
                int entity = i;
                _entities[i] = Context.ActorOf(Props.Create(() => new EntityActor(model, entity)));
            }
        }

        protected override void OnReceive(object message)
        {
            if (message is not Acknowledge acknowledged)
            {
                Unhandled(message);
                return;
            }

            _queue.Push(acknowledged.Next);
            _awaited--;
            if (_awaited > 0)
            {
                return; // not all entities have begun
            }

            if (_start == 0 && _queue.NextTime >= WarmUp)
            {
                _deliveredBefore = _delivered;
                _start = Stopwatch.GetTimestamp();
            }

            if (_queue.TryPop(WarmUp + _measured, out SimEvent item))
            {
                _delivered++;
                _awaited = 1;
                _entities[item.Destination.Index].Tell(new Deliver(item));
            }
            else
            {
                double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
                done.SetResult(new Measurement(_delivered - _deliveredBefore, seconds, _measured.Seconds));
            }
        }
    }
}
