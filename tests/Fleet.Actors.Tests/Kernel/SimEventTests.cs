using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Kernel;

public sealed class SimEventTests
{
    [Fact]
    public void An_event_has_40_bytes() => Assert.Equal(40, Unsafe.SizeOf<SimEvent>());

    [Theory]
    [InlineData(1, 9, 9u, 2, 0, 0u)]
    [InlineData(5, 1, 9u, 5, 2, 0u)]
    [InlineData(5, 1, 3u, 5, 1, 4u)]
    [InlineData(5, 1, uint.MaxValue, 5, 1, 0u)]
    public void Events_are_ordered_by_time_then_source_then_sequence_which_may_wrap(
        long timeA, int sourceA, uint sequenceA, long timeB, int sourceB, uint sequenceB)
    {
        SimEvent a = Event(timeA, sourceA, sequenceA);
        SimEvent b = Event(timeB, sourceB, sequenceB);
        Assert.True(SimEvent.Precedes(a, b));
        Assert.False(SimEvent.Precedes(b, a));
        Assert.Equal(-1, SimEvent.Compare(a, b));
        Assert.Equal(0, SimEvent.Compare(a, a));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65535, int.MaxValue)]
    [InlineData(7, 12_345_678)]
    public void A_handle_gives_back_its_parts(int region, int index)
    {
        var handle = new EntityHandle(new RegionId(region), EntityTypes.Server, index);
        Assert.Equal((new RegionId(region), EntityTypes.Server, index), (handle.Region, handle.Type, handle.Index));
    }

    [Fact]
    public void The_words_of_an_event_give_back_its_parts_however_it_was_made()
    {
        var destination = new EntityHandle(new RegionId(65535), EntityTypes.Adversary, int.MaxValue);
        var item = new SimEvent(new SimTime(long.MaxValue), destination, EventKinds.Fault, new EntityId(-2), uint.MaxValue, -1, long.MinValue, int.MinValue);
        var same = new SimEvent
        {
            B = int.MinValue,
            Kind = EventKinds.Fault,
            Sequence = uint.MaxValue,
            A = long.MinValue,
            Request = -1,
            Source = new EntityId(-2),
            Destination = destination,
            Time = new SimTime(long.MaxValue),
        };
        foreach (SimEvent e in new[] { item, same })
        {
            Assert.Equal((destination, EventKinds.Fault, new EntityId(-2), uint.MaxValue), (e.Destination, e.Kind, e.Source, e.Sequence));
            Assert.Equal((long.MaxValue, -1, long.MinValue, int.MinValue), (e.Time.Nanoseconds, e.Request, e.A, e.B));
        }
    }

    private static SimEvent Event(long time, int source, uint sequence) =>
        new() { Time = new SimTime(time), Source = new EntityId(source), Sequence = sequence };
}
