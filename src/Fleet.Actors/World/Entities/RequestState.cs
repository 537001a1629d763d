using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>Who holds a request.</summary>
internal enum RequestHolder : byte
{
    /// <summary>Its place in the pool is free.</summary>
    None,

    /// <summary>The device, waiting or computing.</summary>
    Device,

    /// <summary>The link on the way up, the wire behind it, or the server.</summary>
    UplinkAndServer,

    /// <summary>The link on the way down.</summary>
    Downlink,

    /// <summary>Nobody: it has ended, but an event that mentions it is still to come.</summary>
    Ended,
}

/// <summary>A request under way, as the region of its device knows it: 128 bytes, two cache lines.</summary>
internal struct RequestState
{
    /// <summary>The device.</summary>
    public DeviceId Device;

    /// <summary>Its class.</summary>
    public int DeviceClass;

    /// <summary>Its place in the pool's list of free places, while it is one of them.</summary>
    public int NextFree;

    /// <summary>The picture.</summary>
    public int Input;

    /// <summary>The server; none before an answer.</summary>
    public ServerId Server;

    /// <summary>Who holds it.</summary>
    public RequestHolder Place;

    /// <summary>The defence the device used on it, by its number in the class.</summary>
    public byte Defense;

    /// <summary>The number of the request at its device.</summary>
    public long Sequence;

    /// <summary>When it arrived at the device.</summary>
    public SimTime Arrival;

    /// <summary>The stages known so far. A stage is known when it begins, so the sum can lie in the future.</summary>
    public StageTimes Stages;

    /// <summary>When the link has sent the last bit of the activation; defined once the link has it.</summary>
    public readonly SimTime UplinkSent => Arrival + Stages.DeviceWait + Stages.DeviceCompute + Stages.Defense
        + Stages.UplinkWait + Stages.UplinkTransfer;
}
