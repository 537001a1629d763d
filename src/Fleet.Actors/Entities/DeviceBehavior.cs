using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>The state of one edge device.</summary>
internal struct DeviceState
{
    /// <summary>The device as the cause of events.</summary>
    public EventSource Source;

    /// <summary>Its class.</summary>
    public int DeviceClass;

    /// <summary>Its access link.</summary>
    public EntityHandle Link;

    /// <summary>Its compute budget.</summary>
    public FifoStation Compute;

    /// <summary>Requests that have arrived.</summary>
    public long Issued;

    /// <summary>Requests whose answer has come back.</summary>
    public long Answered;
}

/// <summary>What a device does: runs the first layers and the defence on each request, first come first served.</summary>
internal sealed class DeviceBehavior(FleetTopology topology, DeviceClassModel[] classes)
{
    private readonly SimTime _duration = topology.Spec.Duration;

    /// <summary>A device before its first event.</summary>
    public DeviceState Create(int device) => new()
    {
        Source = new EventSource(device),
        DeviceClass = topology.ClassOf(device),
        Link = topology.Link(topology.LinkOf(device)),
    };

    /// <summary>The device begins: its first request is on its way.</summary>
    public void Start(ref DeviceState state, ISimulation simulation) => ExpectArrival(ref state, SimTime.Zero, simulation);

    /// <summary>Handles an event.</summary>
    public void OnEvent(ref DeviceState state, in SimEvent item, ISimulation simulation)
    {
        switch (item.Kind)
        {
            case EventKind.Arrival:
                Arrive(ref state, simulation);
                break;
            case EventKind.AnswerAtDevice:
                if (!simulation.Requests.ReleaseIfEnded(item.Request))
                {
                    state.Answered++;
                    simulation.End(item.Request, RequestOutcome.Answered);
                    simulation.Requests.Release(item.Request);
                }

                break;
            case EventKind.RequestLost:
                LoseAtServer(item, simulation);
                break;
            default:
                throw UnexpectedEventException.For(item);
        }
    }

    /// <summary>
    /// A fresh state takes over after a failure. What numbers requests and events goes on, so that nothing is drawn or
    /// ordered twice; the queue is gone, and with it the requests the device held.
    /// </summary>
    public static void Restart(ref DeviceState fresh, in DeviceState former, in SimEvent failed, ISimulation simulation)
    {
        fresh.Source = former.Source;
        fresh.Issued = former.Issued;
        fresh.Answered = former.Answered;
        int device = fresh.Source.Id;
        Failures.End(
            simulation.Requests.Where(r => r.Device == device && r.Place == RequestPlace.Device), failed, SimTime.Zero, simulation);
    }

    /// <summary>What the device tells those who ask.</summary>
    public static DeviceSnapshot Snapshot(in DeviceState state, int restarts) =>
        new(state.Source.Id, state.DeviceClass, state.Issued, state.Answered, state.Compute.FreeAt, restarts);

    private void ExpectArrival(ref DeviceState state, SimTime previous, ISimulation simulation)
    {
        int device = state.Source.Id;
        SimTime at = classes[state.DeviceClass].ArrivalOf(device, state.Issued, previous);
        if (at < _duration)
        {
            simulation.Send(state.Source.Emit(new EntityHandle(state.Link.Region, EntityType.Device, device), at, EventKind.Arrival));
        }
    }

    private void Arrive(ref DeviceState state, ISimulation simulation)
    {
        SimTime now = simulation.Now;
        int device = state.Source.Id;
        DeviceClassModel model = classes[state.DeviceClass];
        long sequence = state.Issued++;
        ExpectArrival(ref state, now, simulation);

        int place = simulation.Begin();
        ref RequestState request = ref simulation.Requests[place];
        request.Device = device;
        request.DeviceClass = state.DeviceClass;
        request.Sequence = sequence;
        request.Input = model.Inputs.Of(device, topology.PlaceInClass(device), sequence);
        request.Server = -1;
        request.Arrival = now;
        request.Place = RequestPlace.Device;

        (SimTime layers, SimTime defense) = model.ComputeOf(device, sequence);
        SimTime wait = state.Compute.Admit(now, layers + defense);
        request.Stages.DeviceWait = wait;
        request.Stages.DeviceCompute = layers;
        request.Stages.Defense = defense;
        simulation.Send(state.Source.Emit(state.Link, state.Compute.FreeAt, EventKind.ActivationAtLink, place));
    }

    private void LoseAtServer(in SimEvent item, ISimulation simulation)
    {
        if (simulation.Requests.ReleaseIfEnded(item.Request))
        {
            return;
        }

        ref RequestState request = ref simulation.Requests[item.Request];
        request.Server = item.Source - topology.IdOfServer(0);
        request.Stages.ServerWait = new SimTime(item.A);
        request.Stages.DownlinkPropagation = simulation.Now - request.Arrival - request.Stages.Total;
        simulation.End(item.Request, (RequestOutcome)item.B);
        simulation.Requests.Release(item.Request);
    }
}
