using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Kernel;

/// <summary>Room for 64 events of one time bucket; a bucket that needs more links several.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EventChunk
{
    /// <summary>Events a chunk holds.</summary>
    public const int Size = 64;

    /// <summary>The events; the bucket knows how many are set.</summary>
    public Slots Items;

    /// <summary>The next chunk of the same bucket, or of the pool.</summary>
    public EventChunk* Next;

    /// <summary>The first so many events of a chunk.</summary>
    public static ReadOnlySpan<SimEvent> Events(EventChunk* chunk, int count) => new(chunk, count);

    /// <summary>The events, inside the chunk itself.</summary>
    [InlineArray(Size)]
    internal struct Slots
    {
        private SimEvent _first;
    }
}

/// <summary>The chunks of one bucket: all but the first are full.</summary>
internal unsafe struct EventBucket
{
    /// <summary>The chunk to which events are appended.</summary>
    public EventChunk* Head;

    /// <summary>The number of events in all its chunks.</summary>
    public int Count;

    /// <summary>How many events of the chunk <see cref="Head"/> are set; the bucket must not be empty.</summary>
    public readonly int HeadCount => ((Count - 1) & (EventChunk.Size - 1)) + 1;

    /// <summary>Adds an event, in a chunk of the pool if the last one is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(in SimEvent item, EventChunkPool pool)
    {
        int slot = Count & (EventChunk.Size - 1);
        if (slot == 0)
        {
            Head = pool.Rent(Head);
        }

        item.CopyTo((SimEvent*)Head + slot);
        Count++;
    }

    /// <summary>Passes all events to a visitor, in parts and in no order.</summary>
    public readonly void Visit(EventVisitor visitor)
    {
        int length = HeadCount;
        for (EventChunk* chunk = Head; chunk is not null; chunk = chunk->Next)
        {
            visitor(EventChunk.Events(chunk, length));
            length = EventChunk.Size;
        }
    }

    /// <summary>Returns all chunks to the pool.</summary>
    public void Clear(EventChunkPool pool)
    {
        for (EventChunk* chunk = Head; chunk is not null; chunk = pool.Return(chunk))
        {
        }

        this = default;
    }
}

/// <summary>Reusable chunks, so that a queue in its steady state allocates nothing.</summary>
/// <remarks>
/// They stand in pinned pages and are addressed by pointers. To append an event then only writes to its slot: a null check
/// of an object reference reads the object's first bytes, and stalls when they are not in the cache, whereas a write that
/// misses the cache waits in the store buffer.
/// </remarks>
internal sealed unsafe class EventChunkPool
{
    private const int FirstPageChunks = 64;
    private const int SecondPageChunks = 1600; // 4 MB: two huge pages
    private const int MostPageChunks = 6400;

    private readonly List<PinnedMemory<EventChunk>> _pages = []; // keeps them alive
    private EventChunk* _free;
    private EventChunk* _fresh;
    private EventChunk* _freshEnd;

    /// <summary>Takes a chunk and links it before <paramref name="next"/>.</summary>
    public EventChunk* Rent(EventChunk* next)
    {
        EventChunk* chunk = _free;
        if (chunk is null)
        {
            chunk = Fresh();
        }
        else
        {
            _free = chunk->Next;
        }

        chunk->Next = next;
        return chunk;
    }

    /// <summary>Returns a chunk to the pool, and gives the one that followed it.</summary>
    public EventChunk* Return(EventChunk* chunk)
    {
        EventChunk* next = chunk->Next;
        chunk->Next = _free;
        _free = chunk;
        return next;
    }

    // Few and large, so that events lie in huge pages; the unused part of a page takes no memory.
    private EventChunk* Fresh()
    {
        if (_fresh == _freshEnd)
        {
            int size = _pages.Count == 0
                ? FirstPageChunks
                : Math.Clamp(_pages[^1].Length * 2, SecondPageChunks, MostPageChunks);
            var page = new PinnedMemory<EventChunk>(size);
            _pages.Add(page);
            _fresh = page.First;
            _freshEnd = _fresh + size;
        }

        return _fresh++;
    }
}
