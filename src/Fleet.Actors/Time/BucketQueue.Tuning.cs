using System.Buffers;

namespace Fleet.Actors.Time;

/// <content>How the queue changes the width of its buckets: it takes all events out and puts them in again.</content>
public sealed unsafe partial class BucketQueue
{
    private void Tune()
    {
        int shift = _tuning.NextShift(_shift);
        _tuning = default;
        if (shift != _shift)
        {
            Rebuild(shift);
        }
    }

    private void Rebuild(int shift)
    {
        int count = Count;
        SimEvent[] all = ArrayPool<SimEvent>.Shared.Rent(count);
        int taken = TakeAll(all);
        _shift = shift;
        _bucket = _now.Nanoseconds >> shift;
        for (int i = 0; i < taken; i++)
        {
            Push(all[i]);
        }

        ArrayPool<SimEvent>.Shared.Return(all);
        _tuning = default;
    }

    private int TakeAll(SimEvent[] all)
    {
        int taken = _end - _position;
        _open.AsSpan(_position, taken).CopyTo(all);
        _position = _end = 0;
        taken += _late.TakeAll(all.AsSpan(taken));
        _firstLate = SimTime.Never;
        taken += _far.TakeAll(all.AsSpan(taken));
        foreach (ref EventBucket bucket in _ring.AsSpan())
        {
            int length = bucket.HeadCount;
            for (EventChunk* chunk = bucket.Head; chunk is not null; chunk = _pool.Return(chunk))
            {
                EventChunk.Events(chunk, length).CopyTo(all.AsSpan(taken));
                taken += length;
                length = EventChunk.Size;
            }

            bucket = default;
        }

        _inRing = 0;
        return taken;
    }
}
