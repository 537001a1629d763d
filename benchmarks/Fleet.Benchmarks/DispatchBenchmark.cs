using System.CommandLine;
using Akka.Actor;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks;

/// <summary>
/// What it costs to bring an event to its entity, by three constructions: to a state in a slab, to the actor object, and
/// through the actor's cell as a message. No queue, and next to no behaviour: a counter and a hash.
/// </summary>
/// <remarks>
/// The actors of the last two are Akka's ordinary ones, whose objects are larger than those of the engine's.
/// </remarks>
[InProcess]
[WarmupCount(3)]
[IterationCount(5)]
[MemoryDiagnoser]
public class DispatchBenchmark
{
    private const int Steps = 1 << 20;
    private const int NoPrefetch = 0;

    private readonly SimEvent[] _events = new SimEvent[Steps];
    private readonly Counting _device = new();
    private readonly Doubling _link = new();
    private Action _end = () => { };
    private Slab<State> _slab = new(0);
    private Receiver[] _actors = [];
    private ActorCell[] _cells = [];

    /// <summary>Entities, half of them of each of two types.</summary>
    [Params(10_000, 100_000)]
    public int Entities { get; set; }

    /// <summary>Makes the entities, and events for random ones of them.</summary>
    [GlobalSetup]
    public void Create()
    {
        _slab = new Slab<State>(Entities);
        ulong draw = 1;
        for (int i = 0; i < Steps; i++)
        {
            draw = (draw * 6364136223846793005) + 1442695040888963407;
            int entity = (int)((draw >> 32) * (ulong)Entities >> 32);
            var handle = new EntityHandle(RegionId.First, entity % 2 == 0 ? EntityTypes.Device : EntityTypes.Link, entity);
            _events[i] = new SimEvent(new SimTime(i), handle, EventKinds.Arrival, new EntityId(entity), (uint)i);
        }
    }

    /// <summary>Makes the ordinary actors, for the benchmarks that need them.</summary>
    [GlobalSetup(Targets = [nameof(ActorObject), nameof(ThroughCell)])]
    public void CreateActors()
    {
        Create();
        _actors = new Receiver[Entities];
        _cells = new ActorCell[Entities];
        var system = new FleetSystem();
        _end = system.Dispose;
        using var missing = new CountdownEvent(Entities);
        system.Actors.ActorOf(Props.Create(() => new Parent(_actors, _cells, missing)));
        missing.Wait();
    }

    /// <summary>Ends the actor system.</summary>
    [GlobalCleanup]
    public void End() => _end();

    /// <summary>The engine's way: states fetched ahead, one behaviour for each type, a switch between them.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public void SlabAhead() => ToSlab(Region.PrefetchDistance);

    /// <summary>The same without fetching ahead.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void SlabAlone() => ToSlab(NoPrefetch);

    /// <summary>A virtual call on the actor object, which holds the state.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void ActorObject()
    {
        foreach (ref readonly SimEvent item in _events.AsSpan())
        {
            _actors[item.Destination.Index].OnEvent(item);
        }
    }

    /// <summary>One message object, carried through the actor's cell as Akka does it, without a mailbox.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public void ThroughCell()
    {
        var message = new Message();
        foreach (ref readonly SimEvent item in _events.AsSpan())
        {
            message.Event = item;
            _cells[item.Destination.Index].Invoke(new Envelope(message, ActorRefs.NoSender));
        }
    }

    /// <summary>The command that runs this benchmark.</summary>
    internal static Command Command()
    {
        var command = new Command("dispatch", "Three ways to bring an event to its entity, by BenchmarkDotNet.");
        command.SetAction(_ => BenchmarkRunner.Run<DispatchBenchmark>());
        return command;
    }

    private void ToSlab(int ahead)
    {
        SimEvent[] events = _events;
        for (int i = 0; i < events.Length; i++)
        {
            if (ahead != NoPrefetch && i + ahead < events.Length)
            {
                _slab.Prefetch(events[i + ahead].Destination.Index);
            }

            ref readonly SimEvent item = ref events[i];
            ref State state = ref _slab[item.Destination.Index];
            switch (item.Destination.Type)
            {
                case EntityTypes.Device:
                    _device.OnEvent(ref state, item);
                    break;
                default:
                    _link.OnEvent(ref state, item);
                    break;
            }
        }
    }

    private struct State
    {
        public ulong Hash;
        public long Count;
        public long Unused; // as large as PHOLD's
    }

    private abstract class Behavior
    {
        public abstract void OnEvent(ref State state, in SimEvent item);
    }

    private sealed class Counting : Behavior
    {
        public override void OnEvent(ref State state, in SimEvent item)
        {
            state.Count++;
            state.Hash = (state.Hash * 31) + (ulong)item.Time.Nanoseconds;
        }
    }

    private sealed class Doubling : Behavior
    {
        public override void OnEvent(ref State state, in SimEvent item)
        {
            state.Count += 2;
            state.Hash = (state.Hash * 37) + (ulong)item.Time.Nanoseconds;
        }
    }

    private sealed class Message
    {
        public SimEvent Event { get; set; }
    }

    private sealed class Receiver : ActorBase
    {
        private readonly Behavior _behavior;
        private State _state;

        public Receiver(Receiver[] actors, int entity, CountdownEvent missing)
        {
            _behavior = entity % 2 == 0 ? new Counting() : new Doubling();
            actors[entity] = this;
            missing.Signal();
        }

        public void OnEvent(in SimEvent item) => _behavior.OnEvent(ref _state, item);

        protected override bool Receive(object message)
        {
            OnEvent(((Message)message).Event);
            return true;
        }
    }

    private sealed class Parent : ActorBase
    {
        public Parent(Receiver[] actors, ActorCell[] cells, CountdownEvent missing)
        {
            for (int i = 0; i < actors.Length; i++)
            {
                int entity = i;
                Props props = Props.Create(() => new Receiver(actors, entity, missing));
                cells[i] = ((LocalActorRef)Context.ActorOf(props)).Cell;
            }
        }

        protected override bool Receive(object message) => false;
    }
}
