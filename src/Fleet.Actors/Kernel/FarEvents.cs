namespace Fleet.Actors.Kernel;

/// <summary>
/// The events beyond the ring of a <see cref="BucketQueue"/>. A second ring, of spans of thousands of buckets each, takes those
/// of the next few hundred thousand buckets without comparing them; later ones go to a heap.
/// </summary>
/// <param name="pool">Provides the memory for events.</param>
/// <remarks>
/// Two rings of different widths are those of hierarchical timing wheels (Varghese, Lauck, "Hashed and hierarchical timing
/// wheels", SOSP 1987).
/// </remarks>
internal sealed unsafe class FarEvents(EventChunkPool pool)
{
    private const int RingSize = 64;
    private const int RingMask = RingSize - 1;

    private readonly EventBucket[] _ring = new EventBucket[RingSize];
    private readonly HeapQueue _heap = new();
    private int _inRing;
    private int _shift;

    /// <summary>The last span whose events are no longer far.</summary>
    public long Near { get; private set; }

    /// <summary>How many events wait.</summary>
    public int Count => _inRing + _heap.Count;

    /// <summary>The time of the first event, or <see cref="SimTime.Never"/> if there is none.</summary>
    public SimTime NextTime
    {
        get
        {
            for (long span = Near + 1; _inRing > 0; span++)
            {
                EventBucket bucket = _ring[span & RingMask];
                if (bucket.Count > 0)
                {
                    return First(bucket); // the heap's events are later
                }
            }

            return _heap.NextTime;
        }
    }

    /// <summary>Sets the width of the spans; the queue must be empty.</summary>
    /// <param name="shift">Its binary logarithm in nanoseconds.</param>
    /// <param name="near">The last span whose events are no longer far.</param>
    public void Reset(int shift, long near)
    {
        _shift = shift;
        Near = near;
    }

    /// <summary>Adds an event of a span that is far.</summary>
    public void Push(in SimEvent item)
    {
        long span = item.Time.Nanoseconds >> _shift;
        if (span - Near > RingSize)
        {
            _heap.Push(item);
            return;
        }

        _ring[span & RingMask].Append(item, pool);
        _inRing++;
    }

    /// <summary>Moves <see cref="Near"/> on and hands over the events that are no longer far, in no order.</summary>
    /// <param name="near">The span; not before <see cref="Near"/>.</param>
    /// <param name="take">Takes the events, in parts.</param>
    public void Advance(long near, EventVisitor take)
    {
        for (; Near < near && _inRing > 0; Near++)
        {
            ref EventBucket bucket = ref _ring[(Near + 1) & RingMask];
            bucket.Visit(take);
            _inRing -= bucket.Count;
            bucket.Clear(pool);
        }

        Near = near;
        while (_heap.Count > 0 && (_heap.NextTime.Nanoseconds >> _shift) - Near <= RingSize)
        {
            _heap.TryPop(SimTime.Never, out SimEvent item);
            if (item.Time.Nanoseconds >> _shift <= Near)
            {
                take(new ReadOnlySpan<SimEvent>(in item));
            }
            else
            {
                Push(item);
            }
        }
    }

    /// <summary>Removes all events.</summary>
    public void Clear()
    {
        _heap.Clear();
        foreach (ref EventBucket bucket in _ring.AsSpan())
        {
            bucket.Clear(pool);
        }

        _inRing = 0;
    }

    /// <summary>Passes all events to a visitor, in no order.</summary>
    public void Visit(EventVisitor visitor)
    {
        _heap.Visit(visitor);
        foreach (ref readonly EventBucket bucket in _ring.AsSpan())
        {
            bucket.Visit(visitor);
        }
    }

    private static SimTime First(in EventBucket bucket)
    {
        SimTime first = SimTime.Never;
        int length = bucket.HeadCount;
        for (EventChunk* chunk = bucket.Head; chunk is not null; chunk = chunk->Next)
        {
            foreach (ref readonly SimEvent item in EventChunk.Events(chunk, length))
            {
                first = SimTime.Min(first, item.Time);
            }

            length = EventChunk.Size;
        }

        return first;
    }
}
