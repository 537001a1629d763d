using Fleet.Actors.Kernel;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>A device of the plain loop.</summary>
internal struct PlainDevice
{
    /// <summary>When its compute has done all work accepted.</summary>
    public SimTime FreeAt;

    /// <summary>Events it has caused.</summary>
    public uint Sent;

    /// <summary>Requests that have arrived.</summary>
    public uint Issued;
}

/// <summary>An access link of the plain loop.</summary>
internal struct PlainLink
{
    /// <summary>When the uplink has sent all that it accepted.</summary>
    public SimTime UpFreeAt;

    /// <summary>When the downlink has.</summary>
    public SimTime DownFreeAt;

    /// <summary>Events it has caused.</summary>
    public uint Sent;

    /// <summary>The server it leads to.</summary>
    public int Server;
}

/// <summary>A request under way in the plain loop: one cache line. The stages that are the same for all stand in the fleet.</summary>
internal struct PlainRequest
{
    /// <summary>The device; in a free place, the next free one.</summary>
    public int Device;

    /// <summary>The number of the request at its device.</summary>
    public uint Sequence;

    /// <summary>When it arrived at the device.</summary>
    public SimTime Arrival;

    /// <summary>Its wait for the device's compute.</summary>
    public SimTime DeviceWait;

    /// <summary>Its layers on the device.</summary>
    public SimTime DeviceCompute;

    /// <summary>Its wait for the uplink.</summary>
    public SimTime UplinkWait;

    /// <summary>Its wait for the server.</summary>
    public SimTime ServerWait;

    /// <summary>Its batch at the server.</summary>
    public SimTime ServerCompute;

    /// <summary>Its wait for the downlink.</summary>
    public SimTime DownlinkWait;
}

/// <summary>A request at a server of the plain loop.</summary>
/// <param name="Request">Its place among the requests under way.</param>
/// <param name="Link">The link it came over.</param>
/// <param name="ArrivedAt">When it reached the server.</param>
internal readonly record struct PlainWaiting(int Request, int Link, SimTime ArrivedAt);

/// <summary>A server of the plain loop: a ring of requests in the order of their arrival, of which the first few are its batch.</summary>
internal struct PlainServer
{
    private PlainWaiting[] _ring;
    private int _first;
    private int _count;

    /// <summary>Events it has caused.</summary>
    public uint Sent;

    /// <summary>How many requests it works on; 0 if it idles.</summary>
    public int InBatch;

    /// <summary>When it began to.</summary>
    public SimTime BatchStart;

    /// <summary>An idle server.</summary>
    public PlainServer(int room) => _ring = new PlainWaiting[room];

    /// <summary>Requests here, those of the batch included.</summary>
    public readonly int Count => _count;

    /// <summary>The request after so many others.</summary>
    public readonly ref readonly PlainWaiting this[int place] => ref _ring[(_first + place) & (_ring.Length - 1)];

    /// <summary>Adds a request.</summary>
    public void Add(in PlainWaiting request)
    {
        if (_count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + _count++) & (_ring.Length - 1)] = request;
    }

    /// <summary>Removes the batch.</summary>
    public void RemoveBatch()
    {
        _first = (_first + InBatch) & (_ring.Length - 1);
        _count -= InBatch;
        InBatch = 0;
    }

    // The length stays a power of two.
    private void Grow()
    {
        var ring = new PlainWaiting[_ring.Length * 2];
        for (int place = 0; place < _count; place++)
        {
            ring[place] = this[place];
        }

        _ring = ring;
        _first = 0;
    }
}
