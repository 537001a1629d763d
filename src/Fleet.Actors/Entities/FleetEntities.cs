using Fleet.Actors.Adversary;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>
/// The states of a fleet's entities and the one behaviour of each type. Regions share it: each touches the states of its
/// own entities only.
/// </summary>
internal sealed class FleetEntities
{
    private readonly Slab<DeviceState> _devices;
    private readonly Slab<LinkState> _links;
    private readonly ServerState[] _servers;
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
        _deviceBehavior = new DeviceBehavior(topology, classes);
        _linkBehavior = new LinkBehavior(topology);
        _serverBehavior = new ServerBehavior(topology, check);
        if (topology.Spec.Adversary is { } spec)
        {
            _adversaryBehavior = new AdversaryBehavior(topology, classes, spec);
        }
    }

    /// <summary>Who exists and where.</summary>
    public FleetTopology Topology { get; }

    /// <summary>Makes the state of an entity and lets it begin.</summary>
    public void Start(EntityHandle entity, ISimulation simulation)
    {
        int index = entity.Index;
        switch (entity.Type)
        {
            case EntityType.Device:
                _devices[index] = _deviceBehavior.Create(index);
                _deviceBehavior.Start(ref _devices[index], simulation);
                break;
            case EntityType.Link:
                _links[index] = _linkBehavior.Create(index);
                break;
            case EntityType.Server:
                _servers[index] = _serverBehavior.Create(index);
                break;
            default:
                break; // the adversary's state is there from the start
        }
    }

    /// <summary>Fetches a state that will be needed soon.</summary>
    public void Prefetch(EntityHandle entity)
    {
        switch (entity.Type)
        {
            case EntityType.Device:
                _devices.Prefetch(entity.Index);
                break;
            case EntityType.Link:
                _links.Prefetch(entity.Index);
                break;
            default:
                break; // servers are few
        }
    }

    /// <summary>Handles an event.</summary>
    public void OnEvent(in SimEvent item, FleetRegion simulation)
    {
        int index = item.Destination.Index;
        switch (item.Destination.Type)
        {
            case EntityType.Device:
                _deviceBehavior.OnEvent(ref _devices[index], item, simulation);
                break;
            case EntityType.Link:
                _linkBehavior.OnEvent(ref _links[index], item, simulation);
                break;
            case EntityType.Server:
                _serverBehavior.OnEvent(_servers[index], item, simulation);
                break;
            default:
                OnAdversaryEvent(item, simulation);
                break;
        }
    }

    /// <summary>An event reaches an entity that has stopped: what it brings is lost.</summary>
    public void OnEventForStopped(in SimEvent item, ISimulation simulation)
    {
        if (item.Kind == EventKind.ActivationAtServer)
        {
            _serverBehavior.Refuse(_servers[item.Destination.Index], item, simulation);
        }
        else if (item.Destination.Type is EntityType.Device or EntityType.Link && item.Request >= 0)
        {
            SimTime downLatency = item.Destination.Type == EntityType.Link
                ? Topology.KindOfLink(item.Destination.Index).DownLatency
                : SimTime.Zero;
            Failures.EndAtStopped(item, downLatency, simulation);
        }
    }

    /// <summary>A fresh state takes over from that of an entity that has failed.</summary>
    public void Restart(EntityHandle entity, in SimEvent failed, ISimulation simulation)
    {
        int index = entity.Index;
        switch (entity.Type)
        {
            case EntityType.Device:
                DeviceState device = _deviceBehavior.Create(index);
                DeviceBehavior.Restart(ref device, _devices[index], failed, simulation);
                _devices[index] = device;
                break;
            case EntityType.Link:
                LinkState link = _linkBehavior.Create(index);
                _linkBehavior.Restart(ref link, _links[index], failed, simulation);
                _links[index] = link;
                break;
            case EntityType.Server:
                ServerState server = _serverBehavior.Create(index);
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
        EntityType.Device => DeviceBehavior.Snapshot(_devices[entity.Index], restarts),
        EntityType.Link => LinkBehavior.Snapshot(_links[entity.Index], restarts),
        EntityType.Server => ServerBehavior.Snapshot(_servers[entity.Index], restarts),
        _ => AdversaryBehavior.Snapshot(_adversary, restarts),
    };

    private void OnAdversaryEvent(in SimEvent item, FleetRegion simulation)
    {
        if (_adversaryBehavior!.OnEvent(_adversary, item, item.Time) is { } message)
        {
            simulation.Capture(message);
        }
    }
}
