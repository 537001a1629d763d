namespace Fleet.Actors.World.Telemetry;

/// <summary>Requests of one region that have ended and not reached the sink, in the order of the events that ended them.</summary>
internal sealed class EndedRequests
{
    private const int FirstSize = 1024;

    private RequestRecord[] _records = new RequestRecord[FirstSize];
    private EventOrder[] _orders = new EventOrder[FirstSize];
    private int _count;
    private int _taken;

    /// <summary>How many there are.</summary>
    public int Count => _count - _taken;

    /// <summary>The region's requests whose first is the earliest; null if all are empty.</summary>
    public static EndedRequests? First(ReadOnlySpan<EndedRequests> parts)
    {
        EndedRequests? first = null;
        foreach (EndedRequests part in parts)
        {
            if (part.Count > 0 && (first is null || part._orders[part._taken].Precedes(first._orders[first._taken])))
            {
                first = part;
            }
        }

        return first;
    }

    /// <summary>Adds a request.</summary>
    public void Add(in RequestRecord record, in EventOrder order)
    {
        if (_count == _records.Length)
        {
            Array.Resize(ref _records, _count * 2);
            Array.Resize(ref _orders, _count * 2);
        }

        _records[_count] = record;
        _orders[_count] = order;
        _count++;
    }

    /// <summary>Takes the earliest.</summary>
    public ref readonly RequestRecord Take() => ref _records[_taken++];

    /// <summary>Takes all. The span is valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<RequestRecord> TakeAll()
    {
        ReadOnlySpan<RequestRecord> all = _records.AsSpan(_taken, Count);
        Clear();
        return all;
    }

    /// <summary>Removes all.</summary>
    public void Clear() => _count = _taken = 0;
}
