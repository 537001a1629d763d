using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;
using Fleet.Benchmarks.Phold;

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
        system.ActorOf(Props.Create(() => new ClockActor(entities, SimTime.FromSeconds((double)events / entities), done)), "clock");
        Measurement measurement = done.Task.GetAwaiter().GetResult();
        system.Terminate().GetAwaiter().GetResult();
        return measurement;
    }

    private sealed record Deliver(SimEvent Event);

    private sealed record Acknowledge(SimEvent Next);

    private readonly struct OnePlace : IPlacement
    {
        public RegionId RegionOf(int entity) => RegionId.First;
    }

    private sealed class EntityActor(int entity, int entities) : UntypedActor
    {
        private PholdState _state = PholdModel.Create(entity);

        protected override void PreStart() =>
            Context.Parent.Tell(new Acknowledge(PholdModel.First(ref _state, new EntityHandle(RegionId.First, EntityTypes.Device, entity))));

        protected override void OnReceive(object message)
        {
            if (message is Deliver delivered)
            {
                Sender.Tell(new Acknowledge(PholdModel.Next(ref _state, delivered.Event, entities / 2, default(OnePlace))));
            }
            else
            {
                Unhandled(message);
            }
        }
    }

    private sealed class ClockActor(int entities, SimTime measured, TaskCompletionSource<Measurement> done) : UntypedActor
    {
        private readonly HeapQueue _queue = new();
        private readonly IActorRef[] _entities = new IActorRef[entities];
        private int _awaited = entities;
        private long _delivered;
        private long _deliveredBefore;
        private long _start;

        private SimTime WarmUp => new(measured.Nanoseconds / 3);

        protected override void PreStart()
        {
            for (int i = 0; i < _entities.Length; i++)
            {
                int entity = i;
                _entities[i] = Context.ActorOf(Props.Create(() => new EntityActor(entity, _entities.Length)));
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

            if (_queue.TryPop(WarmUp + measured, out SimEvent item))
            {
                _delivered++;
                _awaited = 1;
                _entities[item.Destination.Index].Tell(new Deliver(item));
            }
            else
            {
                double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
                done.SetResult(new Measurement(_delivered - _deliveredBefore, seconds, measured.Seconds));
            }
        }
    }
}
