using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Entities;

/// <summary>
/// The requests under way of one region's devices. Places are used again, so a run in its steady state allocates
/// nothing. Every place in use is mentioned by exactly one event to come or one entry of a server's queue, and given
/// back by whoever takes that event.
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

    /// <summary>The request in a place. The reference is good until the next <see cref="Begin"/>.</summary>
    public ref RequestState this[int place] => ref _items[place];

    /// <summary>Asks the processor to fetch a request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int place) => _items.Prefetch(place);

    /// <summary>A place for a new request.</summary>
    public int Begin()
    {
        int place = _free;
        if (place != None)
        {
            _free = _items[place].NextFree;
        }
        else
        {
            place = _used++;
            if (place == _items.Count)
            {
                _items = _items.Grown(place * 2);
            }
        }

        _items[place] = default;
        InFlight++;
        return place;
    }

    /// <summary>Marks a request as ended. Its place stays taken until the event that mentions it has come.</summary>
    public void End(int place)
    {
        _items[place].Place = RequestHolder.Ended;
        InFlight--;
    }

    /// <summary>Gives the place of an ended request back.</summary>
    public void Release(int place)
    {
        _items[place].Place = RequestHolder.None;
        _items[place].NextFree = _free;
        _free = place;
    }

    /// <summary>Gives the place back if its request has ended: the event that mentioned it came too late.</summary>
    public bool ReleaseIfEnded(int place)
    {
        bool ended = _items[place].Place == RequestHolder.Ended;
        if (ended)
        {
            Release(place);
        }

        return ended;
    }

    /// <summary>Writes all places, the free ones in the order in which they will be used again.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.WriteBlock<RequestState>(_items.All[.._used]);
        writer.Write(_free);
        writer.Write(InFlight);
    }

    /// <summary>Reads all places.</summary>
    public void Restore(CheckpointReader reader)
    {
        _used = checked((int)reader.BeginBlock<RequestState>());
        _items = new Slab<RequestState>(Math.Max(_used, FirstCapacity));
        reader.Continue(_items.All[.._used]);
        _free = (int)reader.ReadLong();
        InFlight = reader.ReadLong();
    }

    /// <summary>The places of requests that an entity holds, in the order of places: only for the rare restart.</summary>
    public List<int> Where(Predicate<RequestState> held)
    {
        var places = new List<int>();
        for (int place = 0; place < _used; place++)
        {
            if (_items[place].Place is not (RequestHolder.None or RequestHolder.Ended) && held(_items[place]))
            {
                places.Add(place);
            }
        }

        return places;
    }
}
