using System.Numerics;

namespace Fleet.Actors.Kernel;

/// <summary>Sorts the events of one bucket: a counting sort over the bucket's span, then an insertion sort.</summary>
internal sealed unsafe class BucketSorter
{
    private const int InsertionSortLimit = 24;
    private const int MostBins = 4096;

    private readonly int[] _ends = new int[MostBins + 1];

    /// <summary>Moves the events of a bucket into <paramref name="target"/> in their total order and returns the chunks.</summary>
    /// <param name="bucket">The bucket; not empty.</param>
    /// <param name="start">The first nanosecond of the bucket.</param>
    /// <param name="shift">The binary logarithm of its width in nanoseconds.</param>
    /// <param name="target">Receives the events.</param>
    /// <param name="pool">Receives the chunks.</param>
    public void Sort(in EventBucket bucket, long start, int shift, SimEvent[] target, EventChunkPool pool)
    {
        if (bucket.Count <= InsertionSortLimit)
        {
            EventChunk.Events(bucket.Head, bucket.Count).CopyTo(target);
            pool.Return(bucket.Head);
        }
        else
        {
            // About one event in each bin.
            int bits = Math.Min(shift, BitOperations.Log2((uint)Math.Min(bucket.Count, MostBins)));
            CountBins(bucket, start, shift - bits, 1 << bits);
            Scatter(bucket, start, shift - bits, target, pool);
            SortCrowdedBins(target, 1 << bits);
        }

        InsertionSort(target.AsSpan(0, bucket.Count));
    }

    private void CountBins(in EventBucket bucket, long start, int binShift, int bins)
    {
        int[] ends = _ends;
        Array.Clear(ends, 0, bins + 1);
        int length = bucket.HeadCount;
        for (EventChunk* chunk = bucket.Head; chunk is not null; chunk = chunk->Next)
        {
            foreach (ref readonly SimEvent item in EventChunk.Events(chunk, length))
            {
                ends[(int)((item.Time.Nanoseconds - start) >> binShift) + 1]++;
            }

            length = EventChunk.Size;
        }

        for (int bin = 1; bin <= bins; bin++)
        {
            ends[bin] += ends[bin - 1];
        }
    }

    // Before: ends[b] is where bin b begins. After: where it ends.
    private void Scatter(in EventBucket bucket, long start, int binShift, SimEvent[] target, EventChunkPool pool)
    {
        int[] ends = _ends;
        int length = bucket.HeadCount;
        for (EventChunk* chunk = bucket.Head; chunk is not null; chunk = pool.Return(chunk))
        {
            foreach (ref readonly SimEvent item in EventChunk.Events(chunk, length))
            {
                target[ends[(int)((item.Time.Nanoseconds - start) >> binShift)]++] = item;
            }

            length = EventChunk.Size;
        }
    }

    private void SortCrowdedBins(SimEvent[] target, int bins)
    {
        int begin = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            int end = _ends[bin];
            if (end - begin > InsertionSortLimit)
            {
                target.AsSpan(begin, end - begin).Sort(default(TotalOrder));
            }

            begin = end;
        }
    }

    private static void InsertionSort(Span<SimEvent> items)
    {
        for (int i = 1; i < items.Length; i++)
        {
            if (SimEvent.Precedes(items[i], items[i - 1]))
            {
                Insert(items, i);
            }
        }
    }

    // Moves an event to its position among those before it, which are sorted.
    private static void Insert(Span<SimEvent> items, int from)
    {
        SimEvent item = items[from];
        int hole = from;
        do
        {
            items[hole] = items[hole - 1];
            hole--;
        }
        while (hole > 0 && SimEvent.Precedes(item, items[hole - 1]));
        items[hole] = item;
    }

    private readonly struct TotalOrder : IComparer<SimEvent>
    {
        public int Compare(SimEvent x, SimEvent y) => SimEvent.Compare(x, y);
    }
}
