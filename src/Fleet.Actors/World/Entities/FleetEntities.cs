using System.Runtime.CompilerServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>
/// The states of a fleet's entities and the one behaviour of each type. Regions share it: each touches the states of its
/// own entities only.
/// </summary>
internal sealed class FleetEntities
{
    private readonly Slab<DeviceState> _devices;
    private readonly Slab<LinkState> _links;
    private readonly ServerState[] _servers;
    private readonly SlabBlock[] _blocks;
    private readonly DeviceBehavior _deviceBehavior;
    private readonly LinkBehavior _linkBehavior;
    private readonly ServerBehavior _serverBehavior;
    private readonly AdversaryBehavior? _adversaryBehavior;
    private AdversaryState _adversary = new();

    /// <summary>Makes room for the states and counts out what the behaviours need.</summary>
    public FleetEntities(FleetTopology topology, bool check)
    {
        Topology = topology;
        DeviceClassModel[] classes = DeviceClassModel.Of(topology);
        _devices = new Slab<DeviceState>(topology.Devices);
        _links = new Slab<LinkState>(topology.Links);
        _servers = new ServerState[topology.Servers];

        // Only of devices and links there are more than the cache holds: for the others, the same is fetched every time.
        _blocks = new SlabBlock[EntityTypes.Names.Count];
        Array.Fill(_blocks, _links.Block with { Size = 0 });
        _blocks[(int)EntityTypes.Device] = _devices.Block;
        _blocks[(int)EntityTypes.Link] = _links.Block;
        _deviceBehavior = new DeviceBehavior(topology, classes);
        _linkBehavior = new LinkBehavior(topology);
        _serverBehavior = new ServerBehavior(topology, check);
        if (topology.Spec.Adversary is { } spec)
        {
            _adversaryBehavior = new AdversaryBehavior(topology, classes, spec);
            _adversary = _adversaryBehavior.Create();
        }
    }

    /// <summary>Who exists and where.</summary>
    public FleetTopology Topology { get; }

    /// <summary>Makes the state of an entity and lets it begin.</summary>
    public void Start(EntityHandle entity, FleetRegion simulation)
    {
        int index = entity.Index;
        switch (entity.Type)
        {
            case EntityTypes.Device:
                _devices[index] = _deviceBehavior.Create(new DeviceId(index));
                _deviceBehavior.Start(ref _devices[index], new DeviceId(index), simulation);
                break;
            case EntityTypes.Link:
                _links[index] = _linkBehavior.Create(new LinkId(index));
                break;
            case EntityTypes.Server:
                _servers[index] = _serverBehavior.Create(new ServerId(index));
                break;
            default:
                break; // the adversary's state is there from the start
        }
    }

    /// <summary>Fetches states that will be needed soon. The request is -1 if there is none.</summary>
    /// <remarks>
    /// Without a branch: of which type the next entity is, and whether there is a request, cannot be predicted, and a wrong
    /// guess costs more than fetching the first request in vain.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(EntityHandle entity, int request, RequestPool requests)
    {
        _blocks[(int)entity.Type].Prefetch(entity.Index);
        requests.Prefetch(Math.Max(request, 0));
    }

    /// <summary>Fetches the state of a device that will have an event very soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchDevice(DeviceId device) => _devices.Prefetch(device.Value);

    /// <summary>Handles an event.</summary>
    /// <remarks>
    /// One jump on what happens, which tells the type of the entity too: neither can be predicted, so two jumps would be
    /// wrong twice.
    /// </remarks>
    public void OnEvent(in SimEvent item, FleetRegion simulation)
    {
        int index = item.Destination.Index;
        switch (item.Kind)
        {
            case EventKinds.Arrival:
                _deviceBehavior.Arrive(ref _devices[index], new DeviceId(index), simulation);
                break;
            case EventKinds.ActivationAtLink:
                _linkBehavior.SendUp(ref _links[index], item, simulation);
                break;
            case EventKinds.ActivationAtServer:
                _serverBehavior.Receive(_servers[index], item, simulation);
                break;
            case EventKinds.BatchDone:
                _serverBehavior.FinishBatch(_servers[index], item, simulation);
                break;
            case EventKinds.AnswerAtLink:
                _linkBehavior.SendDown(ref _links[index], item, simulation);
                break;
            case EventKinds.AnswerAtDevice:
                DeviceBehavior.ReceiveAnswer(ref _devices[index], item, simulation);
                break;
            default:
                OnRareEvent(item, simulation);
                break;
        }
    }

    /// <summary>An event reaches an entity that has stopped: what it brings is lost.</summary>
    public void OnEventForStopped(in SimEvent item, FleetRegion simulation)
    {
        if (item.Kind == EventKinds.ActivationAtServer)
        {
            _serverBehavior.Reject(_servers[item.Destination.Index], item, simulation);
        }
        else if (item.Destination.Type is EntityTypes.Device or EntityTypes.Link && item.Request >= 0)
        {
            LostRequests.EndAtStopped(item, simulation);
        }
    }

    /// <summary>A fresh state takes over from that of an entity that has failed.</summary>
    public void Restart(EntityHandle entity, in SimEvent failed, FleetRegion simulation)
    {
        int index = entity.Index;
        switch (entity.Type)
        {
            case EntityTypes.Device:
                DeviceState device = _deviceBehavior.Create(new DeviceId(index));
                DeviceBehavior.Restart(ref device, new DeviceId(index), _devices[index], failed, simulation);
                _devices[index] = device;
                break;
            case EntityTypes.Link:
                LinkState link = _linkBehavior.Create(new LinkId(index));
                _linkBehavior.Restart(ref link, _links[index], failed, simulation);
                _links[index] = link;
                break;
            case EntityTypes.Server:
                ServerState server = _serverBehavior.Create(new ServerId(index));
                _serverBehavior.Restart(server, _servers[index], failed, simulation);
                _servers[index] = server;
                break;
            default:
                _adversary = AdversaryBehavior.Restart(_adversary);
                break;
        }
    }

    /// <summary>What an entity tells those who ask.</summary>
    public object SnapshotOf(EntityHandle entity, int restarts) => entity.Type switch
    {
        EntityTypes.Device => DeviceBehavior.Snapshot(_devices[entity.Index], new DeviceId(entity.Index), restarts),
        EntityTypes.Link => LinkBehavior.Snapshot(_links[entity.Index], restarts),
        EntityTypes.Server => ServerBehavior.Snapshot(_servers[entity.Index], restarts),
        _ => AdversaryBehavior.Snapshot(_adversary, restarts),
    };

    /// <summary>The next event that a device, link or server causes by answering a message.</summary>
    public SimEvent Answer(EntityHandle entity, EntityHandle asker, SimTime at)
    {
        int index = entity.Index;
        return entity.Type switch
        {
            EntityTypes.Device => _devices[index].Sent.Emit(FleetTopology.IdOf(new DeviceId(index)), asker, at, EventKind.Message),
            EntityTypes.Link => _links[index].Source.Emit(asker, at, EventKind.Message),
            _ => _servers[index].Source.Emit(asker, at, EventKind.Message),
        };
    }

    /// <summary>A device is told to use another defence.</summary>
    public void UseDefense(DeviceId device, int defense) => _devices[device.Value].Defense = (byte)defense;

    /// <summary>Writes the states of all entities.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.Section("devices");
        writer.WriteBlock<DeviceState>(_devices.All);
        writer.Section("links");
        writer.WriteBlock<LinkState>(_links.All);
        writer.Section("servers");
        foreach (ServerState server in _servers)
        {
            server.Save(writer);
        }

        writer.Section("adversary");
        _adversary.Save(writer);
    }

    /// <summary>Reads the states of all entities, in the place of <see cref="Start"/>.</summary>
    public void Restore(CheckpointReader reader)
    {
        reader.Section("devices");
        reader.ReadBlock(_devices.All);
        reader.Section("links");
        reader.ReadBlock(_links.All);
        reader.Section("servers");
        for (int server = 0; server < _servers.Length; server++)
        {
            _servers[server] = _serverBehavior.Create(new ServerId(server));
            _servers[server].Restore(reader);
        }

        reader.Section("adversary");
        _adversary = AdversaryState.Restore(reader);
    }

    private void OnRareEvent(in SimEvent item, FleetRegion simulation)
    {
        int index = item.Destination.Index;
        switch (item.Kind)
        {
            case EventKinds.BatchWaitOver:
                _serverBehavior.EndBatchWait(_servers[index], simulation);
                break;
            case EventKinds.LinkRestarted:
                _serverBehavior.OnLinkRestarted(_servers[index], item, simulation);
                break;
            case EventKinds.RequestLost:
                _deviceBehavior.ReceiveLoss(item, simulation);
                break;
            case EventKinds.MessageSeen when _adversaryBehavior!.Receive(_adversary, item, item.Time) is { } message:
                simulation.Capture(message);
                break;
            case EventKinds.MessageSeen:
                break;
            case EventKind.Message:
                simulation.Receive(item);
                break;
            default:
                throw UnexpectedEventException.For(item);
        }
    }
}
