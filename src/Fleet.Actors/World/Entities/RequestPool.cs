using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Entities;

/// <summary>
/// The requests of one region's devices that have not ended. Slots are reused, so a run in its steady state allocates
/// nothing. Exactly one event to come, or one entry of a server's queue, holds each slot in use; the handler of that event
/// releases it.
/// </summary>
internal sealed class RequestPool
{
    private const int FirstCapacity = 256;
    private const int None = -1;

    private Slab<RequestState> _items = new(FirstCapacity);
    private int _used;
    private int _free = None;

    /// <summary>Requests that have begun and not ended.</summary>
    public long InFlight { get; private set; }

    /// <summary>The request in a slot. The reference is valid until the next <see cref="Begin"/>.</summary>
    public ref RequestState this[int slot] => ref _items[slot];

    /// <summary>Prefetches a request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot) => _items.Prefetch(slot);

    /// <summary>Takes a slot for a new request.</summary>
    public int Begin()
    {
        int slot = _free;
        if (slot != None)
        {
            _free = _items[slot].NextFree;
        }
        else
        {
            slot = _used++;
            if (slot == _items.Count)
            {
                _items = _items.Grown(slot * 2);
            }
        }

        _items[slot] = default;
        InFlight++;
        return slot;
    }

    /// <summary>Marks a request as ended. Its slot stays in use until the event that holds it has come.</summary>
    public void End(int slot)
    {
        _items[slot].Holder = RequestHolder.Ended;
        InFlight--;
    }

    /// <summary>Releases the slot of an ended request.</summary>
    public void Release(int slot)
    {
        _items[slot].Holder = RequestHolder.None;
        _items[slot].NextFree = _free;
        _free = slot;
    }

    /// <summary>Releases the slot if its request has ended: the event that holds it came too late.</summary>
    public bool ReleaseIfEnded(int slot)
    {
        bool ended = _items[slot].Holder == RequestHolder.Ended;
        if (ended)
        {
            Release(slot);
        }

        return ended;
    }

    /// <summary>Writes all slots, and the order in which the free ones are reused.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.WriteBlock<RequestState>(_items.All[.._used]);
        writer.Write(_free);
        writer.Write(InFlight);
    }

    /// <summary>Reads all slots.</summary>
    public void Restore(CheckpointReader reader)
    {
        _used = checked((int)reader.BeginBlock<RequestState>());
        _items = new Slab<RequestState>(Math.Max(_used, FirstCapacity));
        reader.Continue(_items.All[.._used]);
        _free = (int)reader.ReadLong();
        InFlight = reader.ReadLong();
    }

    /// <summary>The slots of requests that an entity holds, in rising order. Takes time in the size of the pool: for restarts only.</summary>
    public List<int> Where(Predicate<RequestState> held)
    {
        var slots = new List<int>();
        for (int slot = 0; slot < _used; slot++)
        {
            if (_items[slot].Holder is not (RequestHolder.None or RequestHolder.Ended) && held(_items[slot]))
            {
                slots.Add(slot);
            }
        }

        return slots;
    }
}
