using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>The state of the adversary.</summary>
internal sealed class AdversaryState
{
    /// <summary>Its compute budget.</summary>
    public FifoStation Compute;

    /// <summary>Messages it has observed.</summary>
    public long Seen { get; set; }

    /// <summary>Messages it attacks.</summary>
    public long Captured { get; set; }

    /// <summary>How many messages of each device it attacks; devices without one are absent.</summary>
    public Dictionary<DeviceId, int> MessagesOf { get; init; } = [];

    /// <summary>Writes the state.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.WriteStruct(Compute);
        writer.Write(Seen);
        writer.Write(Captured);
        KeyValuePair<DeviceId, int>[] messages = [.. MessagesOf.OrderBy(pair => pair.Key.Value)];
        writer.WriteBlock<DeviceId>([.. messages.Select(pair => pair.Key)]);
        writer.WriteBlock<int>([.. messages.Select(pair => pair.Value)]);
    }

    /// <summary>Reads a state.</summary>
    public static AdversaryState Restore(CheckpointReader reader)
    {
        var state = new AdversaryState
        {
            Compute = reader.ReadStruct<FifoStation>(),
            Seen = reader.ReadLong(),
            Captured = reader.ReadLong(),
        };
        DeviceId[] devices = reader.ReadBlock<DeviceId>();
        int[] messages = reader.ReadBlock<int>();
        for (int i = 0; i < devices.Length; i++)
        {
            state.MessagesOf[devices[i]] = messages[i];
        }

        return state;
    }
}

/// <summary>
/// How the adversary behaves: it follows the protocol, observes every message that reaches its kind of server, and spends
/// its compute budget on the first messages of its targets, one after another. It changes nothing in the fleet.
/// </summary>
internal sealed class AdversaryBehavior
{
    private readonly FleetTopology _topology;
    private readonly DeviceClassModel[] _classes;
    private readonly bool[]? _targets;
    private readonly int _messagesPerDevice;
    private readonly ServiceTime _preparation;
    private readonly ServiceTime[] _attackOfClass;

    /// <summary>Chooses the targets and precomputes the cost of the attacks.</summary>
    public AdversaryBehavior(FleetTopology topology, DeviceClassModel[] classes, AdversarySpec spec)
    {
        _topology = topology;
        _classes = classes;
        _targets = TargetSelection.Choose(topology, spec);
        _messagesPerDevice = spec.MessagesPerDevice ?? int.MaxValue;
        _preparation = new ServiceTime(spec.PreparationFlops, spec.FlopsPerSecond);
        _attackOfClass = [.. spec.AttackFlopsByClass.Select(flops => new ServiceTime(flops, spec.FlopsPerSecond))];
    }

    /// <summary>The first state: the adversary begins with its preparation.</summary>
    public AdversaryState Create()
    {
        var state = new AdversaryState();
        state.Compute.Admit(SimTime.Zero, _preparation.FromCost);
        return state;
    }

    /// <summary>A message reaches a server.</summary>
    /// <param name="state">The adversary's state.</param>
    /// <param name="item">The event.</param>
    /// <param name="now">The instant.</param>
    /// <returns>The message if the adversary will attack it; otherwise null.</returns>
    public CapturedMessage? Receive(AdversaryState state, in SimEvent item, SimTime now)
    {
        state.Seen++;
        (DeviceId device, ushort deviceClass, byte defense) = DeviceTag.Unpack(item.A);
        if (_targets is not null && !_targets[device.Value])
        {
            return null;
        }

        int before = state.MessagesOf.GetValueOrDefault(device);
        if (before >= _messagesPerDevice)
        {
            return null;
        }

        state.MessagesOf[device] = before + 1;
        state.Captured++;
        state.Compute.Admit(now, _attackOfClass[deviceClass].FromCost);
        long sequence = DeviceTag.SequenceOf(item);
        int input = _classes[deviceClass].Inputs.Of(device, sequence);
        return new CapturedMessage(device, deviceClass, sequence, input, _topology.ServerOf(item.Source), now, state.Compute.FreeAt) { Defense = defense };
    }

    /// <summary>The state after a failure: the counts go on, the queue of attacks is empty.</summary>
    public static AdversaryState Restart(AdversaryState former) =>
        new() { Seen = former.Seen, Captured = former.Captured, MessagesOf = former.MessagesOf };

    /// <summary>Its counters.</summary>
    public static AdversarySnapshot Snapshot(AdversaryState state, int restarts) =>
        new(state.Seen, state.Captured, state.MessagesOf.Count, state.Compute.FreeAt, restarts);
}
