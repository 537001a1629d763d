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

/// <summary>What a link does: one message at a time in each direction, then the propagation.</summary>
/// <remarks>
/// Propagation from the server is spent before the wait for the downlink, not after it: the answer crosses the network
/// to the link's near end and queues there. Shifting all arrivals of a queue by one constant shifts all its departures
/// by the same constant, so every stage has the same length either way; and whatever crosses from the servers' side
/// takes at least the link's latency, which is what lets regions run ahead of each other.
/// </remarks>
internal sealed class LinkBehavior
{
    private const int BitsPerByte = 8;

    private readonly FleetTopology _topology;
    private readonly CounterKey _draws;
    private readonly ServiceTime[][] _up;
    private readonly ServiceTime[] _down;

    /// <summary>Counts the transfer times out, for each class of device and direction, and each defence on the way up.</summary>
    public LinkBehavior(FleetTopology topology)
    {
        _topology = topology;
        _draws = topology.Draws(RandomPurpose.Service);
        FleetSpec spec = topology.Spec;
        _up = [.. spec.DeviceClasses.Select(c => DeviceClassModel.Defenses(c)
            .Select(defense => Transfer(defense.ActivationBytes, spec.Links[c.Link].UpBitsPerSecond)).ToArray())];
        _down = [.. spec.DeviceClasses.Select(c => Transfer(c.AnswerBytes, spec.Links[c.Link].DownBitsPerSecond))];
    }

    /// <summary>A link before its first event.</summary>
    public LinkState Create(LinkId link) => new()
    {
        Source = new EventSource(_topology.IdOf(link)),
        Link = link,
        Server = _topology.Server(_topology.ServerOf(link)),
    };

    /// <summary>
    /// A fresh state takes over after a failure: whatever was not sent to its last bit is lost. The server is told, for
    /// the arrival of those messages has been announced already.
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

    /// <summary>What the link tells those who ask.</summary>
    public static LinkSnapshot Snapshot(in LinkState state, int restarts) =>
        new(state.Link, state.UpMessages, state.Up.FreeAt, state.DownMessages, state.Down.FreeAt, restarts);

    private static ServiceTime Transfer(long bytes, double bitsPerSecond) => new((double)bytes * BitsPerByte, bitsPerSecond);

    private static bool IsOnLink(in RequestState request, SimTime now) => request.Place switch
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
        request.Place = RequestHolder.UplinkAndServer;
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
        request.Place = RequestHolder.Downlink;
        request.Server = _topology.ServerOf(item.Source);
        request.Stages.ServerWait = new SimTime(item.A);

        // What is left of the way since the device, the propagation of the answer aside.
        request.Stages.ServerCompute = simulation.Now - kind.DownLatency - request.Arrival - request.Stages.Total;
        request.Stages.DownlinkWait = wait;
        request.Stages.DownlinkTransfer = transfer;
        request.Stages.DownlinkPropagation = kind.DownLatency;

        // An answer is small and soon there, often before the queue has it in order: fetch the device's state already.
        simulation.PrefetchDevice(request.Device);
        simulation.Send(state.Source.Emit(
            new EntityHandle(item.Destination.Region, EntityTypes.Device, request.Device.Value), state.Down.FreeAt, EventKinds.AnswerAtDevice, item.Request));
    }
}
