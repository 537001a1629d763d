using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.Phold;

/// <summary>What a hand-written simulator would be: PHOLD over an array of structs, the same queue, prefetching, no actors.</summary>
internal sealed class PlainLoop
{
    private readonly Slab<PholdState> _states;
    private readonly IEventQueue _queue;

    /// <summary>Fills the queue with the first event of each entity.</summary>
    public PlainLoop(int entities, IEventQueue queue)
    {
        _queue = queue;
        _states = new Slab<PholdState>(entities);
        for (int i = 0; i < entities; i++)
        {
            _states[i] = PholdModel.Create(i);
            _queue.Push(PholdModel.First(ref _states[i], new EntityHandle(RegionId.First, EntityTypes.Device, i)));
        }
    }

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>The hash over the runs of all entities.</summary>
    public ulong Hash
    {
        get
        {
            ulong hash = 0;
            foreach (ref readonly PholdState state in _states.All)
            {
                hash += PholdModel.Summary(state);
            }

            return hash;
        }
    }

    /// <summary>Handles all events before an instant.</summary>
    public void RunTo(SimTime bound)
    {
        if (_queue is BucketQueue buckets)
        {
            while (RunSome(new Buckets(buckets), bound))
            {
            }
        }
        else
        {
            while (RunSome(new Heap((HeapQueue)_queue), bound))
            {
            }
        }
    }

    // The calls are many and short, so that the compiler soon replaces this method by its optimised form.
    private bool RunSome<TQueue>(TQueue queue, SimTime bound)
        where TQueue : struct, IQueue
    {
        Slab<PholdState> states = _states;
        int half = states.Count / 2;
        int left = 4096;
        while (left > 0 && queue.TryPop(bound, out SimEvent item))
        {
            left--;
            if (queue.TryPeek(out EntityHandle soon))
            {
                states.Prefetch(soon.Index);
            }

            queue.Push(PholdModel.Next(ref states[item.Destination.Index], item, half, default(OnePlace)));
        }

        Events += 4096 - left;
        return left == 0;
    }

    // Structs around the queues let the compiler call them directly.
    private interface IQueue
    {
        void Push(in SimEvent item);

        bool TryPop(SimTime bound, out SimEvent item);

        bool TryPeek(out EntityHandle soon);
    }

    private readonly struct Buckets(BucketQueue queue) : IQueue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Push(in SimEvent item) => queue.Push(item);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryPop(SimTime bound, out SimEvent item) => queue.TryPop(bound, out item);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryPeek(out EntityHandle soon) => queue.TryPeek(Region.PrefetchDistance, out soon, out _);
    }

    private readonly struct Heap(HeapQueue queue) : IQueue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Push(in SimEvent item) => queue.Push(item);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryPop(SimTime bound, out SimEvent item) => queue.TryPop(bound, out item);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool TryPeek(out EntityHandle soon)
        {
            soon = default;
            return false;
        }
    }

    private readonly struct OnePlace : IPlacement
    {
        public RegionId RegionOf(int entity) => RegionId.First;
    }
}
