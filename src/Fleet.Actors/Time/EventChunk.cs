using System.Runtime.CompilerServices;

namespace Fleet.Actors.Time;

/// <summary>Room for 64 events of one time bucket; a bucket that needs more links several.</summary>
internal sealed class EventChunk
{
    /// <summary>Events a chunk holds.</summary>
    public const int Size = 64;

    /// <summary>The events; how many of them count is the bucket's business.</summary>
    public Slots Items;

    /// <summary>The next chunk of the same bucket, or of the pool.</summary>
    public EventChunk? Next;

    /// <summary>The events, inside the object itself: one step from the bucket to the event.</summary>
    [InlineArray(Size)]
    internal struct Slots
    {
        private SimEvent _first;
    }
}

/// <summary>Chunks that wait to be used again, so that a queue in its steady state allocates nothing.</summary>
internal sealed class EventChunkPool
{
    private EventChunk? _free;

    /// <summary>Takes a chunk and links it before <paramref name="next"/>.</summary>
    public EventChunk Rent(EventChunk? next)
    {
        EventChunk chunk = _free ?? new EventChunk();
        _free = chunk.Next;
        chunk.Next = next;
        return chunk;
    }

    /// <summary>Takes a chunk back and gives the one that followed it.</summary>
    public EventChunk? Return(EventChunk chunk)
    {
        EventChunk? next = chunk.Next;
        chunk.Next = _free;
        _free = chunk;
        return next;
    }
}
