using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>The state of one edge device: 32 bytes, so that none crosses a cache line.</summary>
internal struct DeviceState
{
    /// <summary>Events it has caused.</summary>
    public EventCounter Sent;

    /// <summary>Its class.</summary>
    public ushort DeviceClass;

    /// <summary>The defence it uses, by its number in the class.</summary>
    public byte Defense;

    /// <summary>Its access link.</summary>
    public LinkId Link;

    /// <summary>Requests that have arrived and are not answered: those in flight, and those that failed.</summary>
    public int Unanswered;

    /// <summary>Its compute budget.</summary>
    public FifoStation Compute;

    /// <summary>Requests that have arrived.</summary>
    public long Issued;
}

/// <summary>How a device behaves: it computes the first layers and the defence of each request, first come first served.</summary>
internal sealed class DeviceBehavior(FleetTopology topology, DeviceClassModel[] classes)
{
    private readonly SimTime _duration = topology.Spec.Duration;

    /// <summary>A device before its first event.</summary>
    public DeviceState Create(DeviceId device) => new()
    {
        DeviceClass = (ushort)topology.ClassOf(device),
        Link = topology.LinkOf(device),
    };

    /// <summary>Schedules the first request.</summary>
    public void Start(ref DeviceState state, DeviceId device, FleetRegion simulation) => ScheduleArrival(ref state, device, SimTime.Zero, simulation);

    /// <summary>
    /// Sets up the state after a failure. The numbers of requests and events continue, so that no random number and no order
    /// key occurs twice, and so does the defence; the queue is empty, and the requests that the device held fail.
    /// </summary>
    public static void Restart(ref DeviceState fresh, DeviceId device, in DeviceState former, in SimEvent failed, FleetRegion simulation)
    {
        fresh.Sent = former.Sent;
        fresh.Issued = former.Issued;
        fresh.Unanswered = former.Unanswered;
        fresh.Defense = former.Defense;
        LostRequests.End(simulation.Requests.Where(r => r.Device == device && r.Holder == RequestHolder.Device), failed, simulation);
    }

    /// <summary>Its counters.</summary>
    public static DeviceSnapshot Snapshot(in DeviceState state, DeviceId device, int restarts) =>
        new(device, state.DeviceClass, state.Issued, state.Issued - state.Unanswered, state.Compute.FreeAt, state.Defense, restarts);

    private void ScheduleArrival(ref DeviceState state, DeviceId device, SimTime previous, FleetRegion simulation)
    {
        SimTime at = classes[state.DeviceClass].ArrivalOf(device, state.Issued, previous);
        if (at < previous)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The arrival process lets request {state.Issued} of a device arrive at {at}, before the one at {previous}."));
        }

        if (at < _duration)
        {
            simulation.Send(state.Sent.Emit(FleetTopology.IdOf(device), new EntityHandle(simulation.Id, EntityTypes.Device, device.Value), at, EventKinds.Arrival));
        }
    }

    /// <summary>A request arrives: it waits for the device's compute, is computed and goes to the link.</summary>
    public void Arrive(ref DeviceState state, DeviceId device, FleetRegion simulation)
    {
        SimTime now = simulation.Now;
        DeviceClassModel model = classes[state.DeviceClass];
        long sequence = state.Issued++;
        state.Unanswered++;
        ScheduleArrival(ref state, device, now, simulation);

        int slot = simulation.Begin();
        ref RequestState request = ref simulation.Requests[slot];
        request.Device = device;
        request.DeviceClass = state.DeviceClass;
        request.Defense = state.Defense;
        request.Sequence = sequence;
        request.Input = model.Inputs.Of(device, sequence);
        request.Server = ServerId.None;
        request.Arrival = now;
        request.Holder = RequestHolder.Device;

        (SimTime layers, SimTime defense) = model.ComputeOf(device, sequence, state.Defense);
        SimTime wait = state.Compute.Admit(now, layers + defense);
        request.Stages.DeviceWait = wait;
        request.Stages.DeviceCompute = layers;
        request.Stages.Defense = defense;
        var link = new EntityHandle(simulation.Id, EntityTypes.Link, state.Link.Value);
        simulation.Send(state.Sent.Emit(FleetTopology.IdOf(device), link, state.Compute.FreeAt, EventKinds.ActivationAtLink, slot));
    }

    /// <summary>The answer to a request arrives.</summary>
    public static void ReceiveAnswer(ref DeviceState state, in SimEvent item, FleetRegion simulation)
    {
        if (!simulation.Requests.ReleaseIfEnded(item.Request))
        {
            state.Unanswered--;
            simulation.End(item.Request, RequestOutcome.Answered);
            simulation.Requests.Release(item.Request);
        }
    }

    /// <summary>The device is notified that a server lost its request.</summary>
    public void ReceiveLoss(in SimEvent item, FleetRegion simulation)
    {
        if (simulation.Requests.ReleaseIfEnded(item.Request))
        {
            return;
        }

        ref RequestState request = ref simulation.Requests[item.Request];
        request.Server = topology.ServerOf(item.Source);
        request.Stages.ServerWait = new SimTime(item.A);
        request.Stages.DownlinkPropagation = simulation.Now - request.Arrival - request.Stages.Total;
        simulation.End(item.Request, (RequestOutcome)item.B);
        simulation.Requests.Release(item.Request);
    }
}
