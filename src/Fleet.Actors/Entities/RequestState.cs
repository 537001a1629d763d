using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>Who holds a request.</summary>
internal enum RequestPlace : byte
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

/// <summary>A request under way, as the region of its device knows it.</summary>
internal struct RequestState
{
    /// <summary>The device, numbered through the fleet.</summary>
    public int Device;

    /// <summary>Its class.</summary>
    public int DeviceClass;

    /// <summary>Its place in the pool's list of free places, while it is one of them.</summary>
    public int NextFree;

    /// <summary>The picture.</summary>
    public int Input;

    /// <summary>The server, numbered through all kinds; -1 before an answer.</summary>
    public int Server;

    /// <summary>Who holds it.</summary>
    public RequestPlace Place;

    /// <summary>The number of the request at its device.</summary>
    public long Sequence;

    /// <summary>When it arrived at the device.</summary>
    public SimTime Arrival;

    /// <summary>The stages known so far. A stage is known when it begins, so the sum can lie in the future.</summary>
    public StageTimes Stages;

    /// <summary>When the link has sent the last bit of the activation; defined once the link has it.</summary>
    public readonly SimTime UplinkSent => Arrival + Stages.DeviceWait + Stages.DeviceCompute + Stages.Defense
        + Stages.UplinkWait + Stages.UplinkTransfer;

    /// <summary>Takes in what an answer tells of the server.</summary>
    /// <param name="wait">How long the request waited there.</param>
    /// <param name="left">When the answer left; what is not wait since the request arrived was computing.</param>
    public void NoteServer(SimTime wait, SimTime left)
    {
        Stages.ServerWait = wait;
        Stages.ServerCompute = left - Arrival - Stages.Total;
    }
}
