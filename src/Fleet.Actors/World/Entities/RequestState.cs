using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>Who holds a request.</summary>
internal enum RequestHolder : byte
{
    /// <summary>Its slot in the pool is free.</summary>
    None,

    /// <summary>The device, waiting or computing.</summary>
    Device,

    /// <summary>The uplink, the propagation behind it, or the server.</summary>
    UplinkAndServer,

    /// <summary>The downlink.</summary>
    Downlink,

    /// <summary>None: it has ended, but an event that holds its slot is still to come.</summary>
    Ended,
}

/// <summary>A request that has not ended, in the region of its device: 128 bytes, two cache lines.</summary>
internal struct RequestState
{
    /// <summary>The device.</summary>
    public DeviceId Device;

    /// <summary>Its class.</summary>
    public int DeviceClass;

    /// <summary>The next slot in the pool's list of free slots, while this one is in it.</summary>
    public int NextFree;

    /// <summary>The picture.</summary>
    public int Input;

    /// <summary>The server; none before an answer.</summary>
    public ServerId Server;

    /// <summary>Who holds it.</summary>
    public RequestHolder Holder;

    /// <summary>The defence the device used on it, by its number in the class.</summary>
    public byte Defense;

    /// <summary>The number of the request at its device.</summary>
    public long Sequence;

    /// <summary>When it arrived at the device.</summary>
    public SimTime Arrival;

    /// <summary>The stages so far. A stage is set when it begins, so the sum can lie in the future.</summary>
    public StageTimes Stages;

    /// <summary>When the link has sent the last bit of the activation; defined once the link has it.</summary>
    public readonly SimTime UplinkSent => Arrival + Stages.DeviceWait + Stages.DeviceCompute + Stages.Defense
        + Stages.UplinkWait + Stages.UplinkTransfer;
}
