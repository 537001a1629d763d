using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// A ring of time buckets to which events are only appended. A bucket is sorted when its time comes; events that fall
/// into the bucket already open go to a small heap, events beyond the ring to <see cref="FarEvents"/>.
/// </summary>
/// <remarks>
/// The idea is that of calendar queues (R. Brown, "Calendar queues", CACM 31(10), 1988) and of ladder queues (Tang,
/// Goh, Thng, "Ladder queue", ACM TOMACS 15(3), 2005): most events need no comparisons until just before they happen.
/// The buckets' width is a power of two and follows the rate of events, see <see cref="BucketTuning"/>.
/// The fast paths of <see cref="Push"/> and <see cref="TryPop"/> are always inlined and the slow ones never: by default the
/// JIT decides from a profile of the first events, when the width is not yet tuned.
/// </remarks>
public sealed unsafe partial class BucketQueue : IEventQueue
{
    private const int RingSize = 8192;
    private const int RingMask = RingSize - 1;
    private const int FirstShift = 20; // about a millisecond, until the rate is known
    private const int MinTuningPeriod = 16384;

    // A span of the events beyond the ring is half of the ring.
    private const int SpanShift = 12;

    // To move so many events is faster than a heap, and what is in the open bucket can be prefetched; less than a chunk.
    private const int MostMoved = 32;

    private readonly EventBucket[] _ring = new EventBucket[RingSize];
    private readonly EventChunkPool _pool = new();
    private readonly BucketSorter _sorter = new();
    private readonly HeapQueue _late = new();
    private readonly FarEvents _far;
    private readonly EventVisitor _append;

    private SimEvent[] _open = new SimEvent[EventChunk.Size];
    private int _position;
    private int _end;
    private int _inRing;
    private long _bucket;
    private int _shift;
    private SimTime _now;
    private SimTime _firstLate = SimTime.Never;
    private BucketTuning _tuning;

    /// <summary>Makes an empty queue.</summary>
    public BucketQueue()
    {
        _far = new FarEvents(_pool);
        _append = Append;
        Restart(FirstShift);
    }

    /// <inheritdoc/>
    public int Count => _end - _position + _late.Count + _inRing + _far.Count;

    /// <inheritdoc/>
    public SimTime NextTime
    {
        get
        {
            if (_position == _end && _late.Count == 0 && !OpenNextBucket())
            {
                return SimTime.Never;
            }

            return _position == _end ? _late.NextTime : SimTime.Min(_open[_position].Time, _late.NextTime);
        }
    }

    /// <summary>The width of a bucket.</summary>
    internal SimTime BucketWidth => new(1L << _shift);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(in SimEvent item)
    {
        long ahead = (item.Time.Nanoseconds >> _shift) - _bucket;
        if (ahead is > 0 and < RingSize)
        {
            Append((_bucket + ahead) & RingMask, item);
        }
        else
        {
            PushAside(item, ahead);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPop(SimTime bound, out SimEvent item)
    {
        if (_position < _end)
        {
            ref readonly SimEvent next = ref _open[_position];
            if (next.Time < _firstLate && next.Time < bound)
            {
                item = next;
                _position++;
                Advance(item.Time);
                return true;
            }
        }

        return TryPopSlow(bound, out item);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(int ahead, out EntityHandle destination, out int request)
    {
        int position = _position + ahead;
        if (position < _end)
        {
            ref readonly SimEvent soon = ref _open[position];
            destination = soon.Destination;
            request = soon.Request;
            return true;
        }

        destination = default;
        request = -1;
        return false;
    }

    /// <inheritdoc/>
    public void Visit(EventVisitor visitor)
    {
        visitor(_open.AsSpan(_position, _end - _position));
        _late.Visit(visitor);
        _far.Visit(visitor);
        foreach (ref readonly EventBucket bucket in _ring.AsSpan())
        {
            bucket.Visit(visitor);
        }
    }

    // Into the open bucket, which is sorted already, or beyond the ring.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushAside(in SimEvent item, long ahead)
    {
        if (ahead > 0)
        {
            _far.Push(item);
            _tuning.Far++;
            return;
        }

        if (_end - _position <= MostMoved)
        {
            Insert(item);
        }
        else
        {
            _late.Push(item);
            _firstLate = _late.NextTime;
        }

        _tuning.Late++;
        if (_tuning.Late >= MinTuningPeriod && _tuning.Late >= Count)
        {
            Tune();
        }
    }

    // Into what is left of the open bucket.
    private void Insert(in SimEvent item)
    {
        if (_end == _open.Length)
        {
            _open.AsSpan(_position, _end - _position).CopyTo(_open);
            _end -= _position;
            _position = 0;
        }

        SimEvent[] open = _open;
        int hole = _end++;
        for (; hole > _position && SimEvent.Precedes(item, open[hole - 1]); hole--)
        {
            open[hole] = open[hole - 1];
        }

        open[hole] = item;
    }

    // The slow path: the next event is not the next of the open bucket.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryPopSlow(SimTime bound, out SimEvent item)
    {
        while (_position == _end && _late.Count == 0)
        {
            if (!OpenNextBucket())
            {
                item = default;
                return false;
            }
        }

        if (_position == _end || (_late.Count > 0 && SimEvent.Precedes(_late.First, _open[_position])))
        {
            return TryPopLate(bound, out item);
        }

        item = _open[_position];
        if (item.Time >= bound)
        {
            item = default;
            return false;
        }

        _position++;
        Advance(item.Time);
        return true;
    }

    private bool TryPopLate(SimTime bound, out SimEvent item)
    {
        if (!_late.TryPop(bound, out item))
        {
            return false;
        }

        _firstLate = _late.NextTime;
        Advance(item.Time);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(SimTime time)
    {
        if (time != _now)
        {
            _now = time;
            _tuning.Instants++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(long bucket, in SimEvent item)
    {
        _ring[bucket].Append(item, _pool);
        _inRing++;
    }

    private void Append(ReadOnlySpan<SimEvent> events)
    {
        foreach (ref readonly SimEvent item in events)
        {
            Append((item.Time.Nanoseconds >> _shift) & RingMask, item);
        }
    }

    // The last span whose buckets all fit into the ring.
    private long NearSpan => (_bucket >> SpanShift) + 1;

    // Called when neither the open bucket nor the late heap holds an event. After a change of the width they may hold some.
    private bool OpenNextBucket()
    {
        if (_tuning.Work >= Math.Max(MinTuningPeriod, Count))
        {
            Tune();
            if (_position < _end || _late.Count > 0)
            {
                return true;
            }
        }

        while (_inRing > 0 || _far.Count > 0)
        {
            if (_inRing == 0)
            {
                _bucket = (_far.NextTime.Nanoseconds >> _shift) - 1; // nothing between: jump
            }

            _bucket++;
            _tuning.Buckets++;
            if (NearSpan != _far.Near)
            {
                _far.Advance(NearSpan, _append);
            }

            ref EventBucket next = ref _ring[_bucket & RingMask];
            if (next.Count > 0)
            {
                Open(ref next);
                return true;
            }
        }

        return false;
    }

    private void Open(ref EventBucket bucket)
    {
        int count = bucket.Count;
        if (_open.Length < count)
        {
            _open = new SimEvent[Math.Max(count, _open.Length * 2)];
        }

        _sorter.Sort(bucket, _bucket << _shift, _shift, _open, _pool);
        bucket = default;
        _inRing -= count;
        _tuning.Opened += count;
        _position = 0;
        _end = count;
    }
}
