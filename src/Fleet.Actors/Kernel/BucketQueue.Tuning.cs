using System.Buffers;

namespace Fleet.Actors.Kernel;

/// <content>How the queue changes the width of its buckets: it removes all events and inserts them again.</content>
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
        SimEvent[] all = ArrayPool<SimEvent>.Shared.Rent(Count);
        int taken = 0;
        Visit(events =>
        {
            events.CopyTo(all.AsSpan(taken));
            taken += events.Length;
        });
        Clear();
        Restart(shift);
        for (int i = 0; i < taken; i++)
        {
            Push(all[i]);
        }

        ArrayPool<SimEvent>.Shared.Return(all);
        _tuning = default;
    }

    // Sets the width; the queue must be empty.
    private void Restart(int shift)
    {
        _shift = shift;
        _bucket = _now.Nanoseconds >> shift;
        _far.Reset(shift + SpanShift, NearSpan);
    }

    private void Clear()
    {
        _position = _end = 0;
        _late.Clear();
        _firstLate = SimTime.Never;
        _far.Clear();
        foreach (ref EventBucket bucket in _ring.AsSpan())
        {
            bucket.Clear(_pool);
        }

        _inRing = 0;
    }
}
