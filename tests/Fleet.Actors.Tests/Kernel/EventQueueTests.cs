using CsCheck;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Kernel;

public sealed class EventQueueTests
{
    /// <summary>How far events lie ahead, from one instant to 30 years, by kind.</summary>
    private static readonly long[] Scales = [0, 1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000, 1_000_000_000_000_000_000];

    [Fact]
    public void The_bucket_queue_gives_the_events_of_the_heap_in_its_order() =>
        Gen.Select(Gen.Int[0, Scales.Length - 1], Gen.Long[0, 1000], Gen.Int[0, 3], Gen.Int[0, 3])
            .Array[1, 2000]
            .Sample(steps => Agree(steps), iter: LongRun.Cases(100, 20_000));

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(200_000)]
    public void Many_events_at_one_instant_come_in_the_order_of_source_and_sequence(int count)
    {
        var queue = new BucketQueue();
        for (int i = 0; i < count; i++)
        {
            queue.Push(Event(5_000_000_000, source: (int)((i * 7919L) % count), sequence: (uint)i));
        }

        AssertSorted(queue, count);
    }

    [Fact]
    public void Rates_that_change_by_a_million_leave_the_order_intact_and_the_width_follows()
    {
        var queue = new BucketQueue();
        var heap = new HeapQueue();
        uint sequence = 0;
        ulong draw = 1;
        var widths = new List<SimTime>();
        for (int i = 0; i < 5_000; i++)
        {
            PushBoth(queue, heap, Event(i, i, sequence++));
        }

        foreach (long gap in new[] { 10_000_000_000, 10_000, 10_000_000_000, 10_000 })
        {
            for (int i = 0; i < 200_000; i++)
            {
                SimEvent item = PopBoth(queue, heap);
                draw = (draw * 6364136223846793005) + 1442695040888963407;
                long ahead = (long)((draw >> 33) % (ulong)(2 * gap));
                PushBoth(queue, heap, Event(item.Time.Nanoseconds + ahead, item.Source.Value, sequence++));
            }

            widths.Add(queue.BucketWidth);
        }

        Assert.True(widths[0].Nanoseconds > 1000 * widths[1].Nanoseconds, $"{widths[0]} for slow events, {widths[1]} for fast ones");
        Assert.True(widths[2].Nanoseconds > 1000 * widths[3].Nanoseconds, $"{widths[2]} for slow events, {widths[3]} for fast ones");
    }

    [Fact]
    public void Events_far_ahead_come_in_order_while_time_passes_over_and_jumps_across_spans_of_buckets()
    {
        const int Steps = 150_000;
        const long Soon = 200_000; // often in the open bucket, which so stays narrow
        const long Far = 20_000_000_000;
        const long Farthest = 2_000_000_000_000;
        var queue = new BucketQueue();
        var heap = new HeapQueue();
        uint sequence = 0;
        ulong draw = 1;
        for (int i = 0; i < 20_000; i++)
        {
            PushBoth(queue, heap, Event(i * 1_000_000L, i, sequence++));
        }

        for (int i = 0; i < Steps; i++)
        {
            SimEvent item = PopBoth(queue, heap);
            draw = (draw * 6364136223846793005) + 1442695040888963407;
            long most = (draw >> 60) switch
            {
                0 => Farthest,
                < 8 => Far,
                _ => Soon,
            };
            PushBoth(queue, heap, Event(item.Time.Nanoseconds + (long)((draw >> 20) % (ulong)most), item.Source.Value, sequence++));
        }

        long ring = queue.BucketWidth.Nanoseconds * 8192;
        Assert.True(ring < Far, $"nothing lies beyond the ring at a width of {queue.BucketWidth}");
        Assert.True(32 * ring < Farthest, $"nothing lies beyond the spans at a width of {queue.BucketWidth}");
        int shown = 0;
        queue.Visit(events => shown += events.Length);
        Assert.Equal(heap.Count, shown);
        PushBoth(queue, heap, Event(4_000_000_000_000_000_000, 0, sequence)); // a jump at the end
        while (heap.Count > 0)
        {
            PopBoth(queue, heap);
        }
    }

    [Theory]
    [InlineData(EventQueueKind.Buckets)]
    [InlineData(EventQueueKind.Heap)]
    public void An_empty_queue_has_no_event_and_no_next_time(EventQueueKind kind)
    {
        IEventQueue queue = Make(kind);
        Assert.Equal(0, queue.Count);
        Assert.Equal(SimTime.Never, queue.NextTime);
        Assert.False(queue.TryPop(SimTime.Never, out _));
    }

    [Theory]
    [InlineData(EventQueueKind.Buckets)]
    [InlineData(EventQueueKind.Heap)]
    public void An_event_at_the_bound_stays(EventQueueKind kind)
    {
        IEventQueue queue = Make(kind);
        queue.Push(Event(1_000_000_000, 1, 1));
        Assert.False(queue.TryPop(new SimTime(1_000_000_000), out _));
        Assert.Equal(new SimTime(1_000_000_000), queue.NextTime);
        Assert.True(queue.TryPop(new SimTime(1_000_000_001), out _));
    }

    [Fact]
    public void After_a_look_at_the_next_time_earlier_events_may_still_be_pushed()
    {
        var queue = new BucketQueue();
        queue.Push(Event(1_000_000_000_000, 1, 1));
        Assert.Equal(new SimTime(1_000_000_000_000), queue.NextTime);
        queue.Push(Event(5, 2, 1));
        Assert.Equal(new SimTime(5), queue.NextTime);
        AssertSorted(queue, 2);
    }

    private static IEventQueue Make(EventQueueKind kind) => kind == EventQueueKind.Heap ? new HeapQueue() : new BucketQueue();

    // Each step pushes one event so far ahead of the last one popped, then pops up to two, some only before a bound.
    private static void Agree((int Scale, long Factor, int Source, int Pops)[] steps)
    {
        var queue = new BucketQueue();
        var heap = new HeapQueue();
        SimTime now = SimTime.Zero;
        uint sequence = 0;
        foreach ((int scale, long factor, int source, int pops) in steps)
        {
            long ahead = Math.Min(Scales[scale] * factor, 1_000_000_000_000_000_000);
            long time = Math.Min(now.Nanoseconds + ahead, 4_000_000_000_000_000_000);
            PushBoth(queue, heap, Event(time, source, sequence++));
            for (int i = 0; i < pops && i < 2; i++)
            {
                SimTime bound = pops == 3 ? new SimTime(now.Nanoseconds + 1_000_000) : SimTime.Never;
                bool expected = heap.TryPop(bound, out SimEvent a);
                Assert.Equal(expected, queue.TryPop(bound, out SimEvent b));
                AssertSame(a, b);
                now = expected ? a.Time : now;
            }

            Assert.Equal(heap.NextTime, queue.NextTime);
        }

        while (heap.Count > 0)
        {
            PopBoth(queue, heap);
        }

        Assert.Equal(0, queue.Count);
    }

    private static void PushBoth(BucketQueue queue, HeapQueue heap, in SimEvent item)
    {
        queue.Push(item);
        heap.Push(item);
    }

    private static SimEvent PopBoth(BucketQueue queue, HeapQueue heap)
    {
        Assert.Equal(heap.Count, queue.Count);
        Assert.True(heap.TryPop(SimTime.Never, out SimEvent expected));
        Assert.True(queue.TryPop(SimTime.Never, out SimEvent actual));
        AssertSame(expected, actual);
        return actual;
    }

    private static void AssertSame(in SimEvent expected, in SimEvent actual)
    {
        if (SimEvent.Compare(expected, actual) != 0)
        {
            Assert.Fail($"{actual} came where {expected} should have.");
        }
    }

    private static void AssertSorted(BucketQueue queue, int count)
    {
        SimEvent last = default;
        for (int i = 0; i < count; i++)
        {
            Assert.True(queue.TryPop(SimTime.Never, out SimEvent item));
            Assert.True(i == 0 || SimEvent.Precedes(last, item));
            last = item;
        }

        Assert.Equal(0, queue.Count);
    }

    private static SimEvent Event(long time, int source, uint sequence) =>
        new() { Time = new SimTime(time), Source = new EntityId(source), Sequence = sequence };
}
