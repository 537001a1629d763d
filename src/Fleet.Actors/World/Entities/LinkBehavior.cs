using System.Runtime.InteropServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Entities;

/// <summary>The state of one access link: a queue for each direction, first come first served. One cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct LinkState
{
    /// <summary>The link as the cause of events.</summary>
    public EventSource Source;

    /// <summary>The link.</summary>
    public LinkId Link;

    /// <summary>The server it leads to.</summary>
    public EntityHandle Server;

    /// <summary>From devices to the server.</summary>
    public FifoStation Up;

    /// <summary>From the server to devices.</summary>
    public FifoStation Down;

    /// <summary>Activations accepted.</summary>
    public long UpMessages;

    /// <summary>Answers accepted.</summary>
    public long DownMessages;
}

/// <summary>How a link behaves: it sends one message at a time in each direction, then comes the propagation.</summary>
/// <remarks>
/// Propagation from the server comes before the wait for the downlink, not after it: the answer crosses the network to the
/// link's near end and queues there. Shifting all arrivals of a queue by one constant shifts all its departures by the same
/// constant, so every stage has the same length either way; and whatever crosses from the servers' side takes at least the
/// link's latency, which is the regions' lookahead.
/// </remarks>
internal sealed class LinkBehavior
{
    private const int BitsPerByte = 8;

    private readonly FleetTopology _topology;
    private readonly SlabBlock _devices;
    private readonly CounterKey _draws;
    private readonly ServiceTime[][] _up;
    private readonly ServiceTime[] _down;

    /// <summary>Precomputes the transfer times, for each class of device and direction, and each defence on the way up.</summary>
    public LinkBehavior(FleetTopology topology, SlabBlock devices)
    {
        _topology = topology;
        _devices = devices;
        _draws = topology.Draws(RandomPurpose.Service);
        FleetSpec spec = topology.Spec;
        _up = [.. spec.DeviceClasses.Select(c => DeviceClassModel.Defenses(c)
            .Select(defense => Transfer(defense.ActivationBytes, spec.LinkOf(c).UpBitsPerSecond)).ToArray())];
        _down = [.. spec.DeviceClasses.Select(c => Transfer(c.AnswerBytes, spec.LinkOf(c).DownBitsPerSecond))];
    }

    /// <summary>A link before its first event.</summary>
    public LinkState Create(LinkId link) => new()
    {
        Source = new EventSource(_topology.IdOf(link)),
        Link = link,
        Server = _topology.Server(_topology.ServerOf(link)),
    };

    /// <summary>
    /// Sets up the state after a failure: messages whose last bit was not sent are lost. The server is notified, for the events
    /// of their arrival are already scheduled.
    /// </summary>
    public void Restart(ref LinkState fresh, in LinkState former, in SimEvent failed, FleetRegion simulation)
    {
        fresh.Source = former.Source;
        fresh.UpMessages = former.UpMessages;
        fresh.DownMessages = former.DownMessages;
        LinkId link = fresh.Link;
        SimTime now = simulation.Now;
        LostRequests.End(
            simulation.Requests.Where(r => _topology.LinkOf(r.Device) == link && IsOnLink(r, now)), failed, simulation);
        SimTime at = now + _topology.KindOfLink(link).UpLatency;
        simulation.Send(fresh.Source.Emit(fresh.Server, at, EventKinds.LinkRestarted));
    }

    /// <summary>Its counters.</summary>
    public static LinkSnapshot Snapshot(in LinkState state, int restarts) =>
        new(state.Link, state.UpMessages, state.Up.FreeAt, state.DownMessages, state.Down.FreeAt, restarts);

    private static ServiceTime Transfer(long bytes, double bitsPerSecond) => new((double)bytes * BitsPerByte, bitsPerSecond);

    private static bool IsOnLink(in RequestState request, SimTime now) => request.Holder switch
    {
        RequestHolder.UplinkAndServer => request.UplinkSent > now,
        RequestHolder.Downlink => request.Arrival + request.Stages.Total > now,
        _ => false,
    };

    /// <summary>An activation arrives from a device.</summary>
    public void SendUp(ref LinkState state, in SimEvent item, FleetRegion simulation)
    {
        if (simulation.Requests.ReleaseIfEnded(item.Request))
        {
            return; // the device was restarted while it held the request
        }

        ref RequestState request = ref simulation.Requests[item.Request];
        LinkSpec kind = _topology.KindOfLink(state.Link);
        SimTime transfer = _up[request.DeviceClass][request.Defense].By(kind.Service, _draws, state.Source.Id, 2 * state.UpMessages++);
        SimTime wait = state.Up.Admit(simulation.Now, transfer);
        request.Holder = RequestHolder.UplinkAndServer;
        request.Stages.UplinkWait = wait;
        request.Stages.UplinkTransfer = transfer;
        request.Stages.UplinkPropagation = kind.UpLatency;
        (long a, int b) = new DeviceTag(request.Device, (ushort)request.DeviceClass, request.Defense).With(request.Sequence);
        simulation.Send(state.Source.Emit(
            state.Server, state.Up.FreeAt + kind.UpLatency, EventKinds.ActivationAtServer, item.Request, a, b));
    }

    /// <summary>An answer arrives from the server.</summary>
    public void SendDown(ref LinkState state, in SimEvent item, FleetRegion simulation)
    {
        if (simulation.Requests.ReleaseIfEnded(item.Request))
        {
            return; // the link was restarted while it held the request on its way up
        }

        ref RequestState request = ref simulation.Requests[item.Request];
        LinkSpec kind = _topology.KindOfLink(state.Link);
        SimTime transfer = _down[request.DeviceClass].By(kind.Service, _draws, state.Source.Id, (2 * state.DownMessages++) + 1);
        SimTime wait = state.Down.Admit(simulation.Now, transfer);
        request.Holder = RequestHolder.Downlink;
        request.Server = _topology.ServerOf(item.Source);
        request.Stages.ServerWait = new SimTime(item.A);

        // The rest of the time since the arrival at the device, without the propagation of the answer.
        request.Stages.ServerCompute = simulation.Now - kind.DownLatency - request.Arrival - request.Stages.Total;
        request.Stages.DownlinkWait = wait;
        request.Stages.DownlinkTransfer = transfer;
        request.Stages.DownlinkPropagation = kind.DownLatency;

        // An answer is small and soon there, often before the queue has sorted it: prefetch the device's state now.
        _devices.Prefetch(request.Device.Value);
        simulation.Send(state.Source.Emit(
            new EntityHandle(item.Destination.RegionId, EntityTypes.Device, request.Device.Value), state.Down.FreeAt, EventKinds.AnswerAtDevice, item.Request));
    }
}
