using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Topology;

/// <summary>
/// The entities of a fleet, their connections, and the regions they live in. As causes of events they are numbered devices
/// first, then links, then servers, then the adversary. Immutable, so all regions share it.
/// </summary>
internal sealed class FleetTopology
{
    /// <summary>The most regions, and so threads, of a run.</summary>
    public const int MostRegions = 64;

    private readonly LinkSpec[] _links;
    private readonly ServerSpec[] _servers;
    private readonly int[] _classOfDevice;
    private readonly LinkId[] _linkOfDevice;
    private readonly int[] _kindOfLink;
    private readonly ServerId[] _serverOfLink;
    private readonly int[] _kindOfServer;
    private readonly int _observedKind;
    private readonly int[] _firstOfClass;
    private readonly byte[] _regionOfLink; // at most MostRegions
    private readonly byte[] _regionOfServer;

    /// <summary>Numbers the entities of a fleet and cuts it into regions.</summary>
    /// <param name="spec">The fleet.</param>
    /// <param name="regions">Into how many regions to cut it, if it has enough links; at least 1.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    public FleetTopology(FleetSpec spec, int regions = 1)
    {
        FleetSpecCheck.ThrowIfInvalid(spec);
        Spec = spec;
        _links = [.. spec.Links];
        _servers = [.. spec.Servers];
        _firstOfClass = new int[spec.DeviceClasses.Count];
        _classOfDevice = NumberThrough([.. spec.DeviceClasses.Select(c => c.Count)], _firstOfClass);
        int[] firstServer = new int[spec.Servers.Count];
        _kindOfServer = NumberThrough([.. spec.Servers.Select(s => s.Count)], firstServer);
        Dictionary<string, int> serverKinds = Positions(spec.Servers.Select(s => s.Name));
        _observedKind = spec.Adversary is { } adversary ? serverKinds[adversary.Server] : -1;
        Dictionary<string, int> linkKinds = Positions(spec.Links.Select(l => l.Name));
        int[] linkOfClass = [.. spec.DeviceClasses.Select(c => linkKinds[c.Link])];
        int[] linkWithinKind = new int[_classOfDevice.Length];
        int[] linksOfKind = ShareLinks(spec, linkOfClass, _classOfDevice, linkWithinKind);
        int[] firstLink = new int[spec.Links.Count];
        _kindOfLink = NumberThrough(linksOfKind, firstLink);
        _linkOfDevice = new LinkId[_classOfDevice.Length];
        for (int device = 0; device < _linkOfDevice.Length; device++)
        {
            _linkOfDevice[device] = new LinkId(linkWithinKind[device] + firstLink[linkOfClass[_classOfDevice[device]]]);
        }

        _serverOfLink = new ServerId[_kindOfLink.Length];
        for (int link = 0; link < _serverOfLink.Length; link++)
        {
            int kind = _kindOfLink[link];
            int server = serverKinds[spec.Links[kind].Server];
            _serverOfLink[link] = new ServerId(firstServer[server] + ((link - firstLink[kind]) % spec.Servers[server].Count));
        }

        Regions = Math.Clamp(regions, 1, Math.Min(Links, MostRegions));
        _regionOfLink = new byte[Links];
        _regionOfServer = new byte[Servers];
        FleetPartition.Assign(Regions, RateOfDevice, _linkOfDevice, _serverOfLink, _regionOfLink, _regionOfServer);
        Lookahead = SimTime.Min(LeastLatency(Enumerable.Range(0, Links).Any(link => Crosses(new LinkId(link))) ? Crosses : _ => true), LeastDelayOfActors(spec));
        if (Regions > 1 && Lookahead == SimTime.Zero)
        {
            Regions = 1;
            Array.Clear(_regionOfLink);
            Array.Clear(_regionOfServer);
        }
    }

    /// <summary>The fleet.</summary>
    public FleetSpec Spec { get; }

    /// <summary>The number of regions: at most as many as asked for, and one if the lookahead would be 0.</summary>
    public int Regions { get; }

    /// <summary>The number of devices.</summary>
    public int Devices => _classOfDevice.Length;

    /// <summary>The number of links.</summary>
    public int Links => _kindOfLink.Length;

    /// <summary>The number of servers.</summary>
    public int Servers => _kindOfServer.Length;

    /// <summary>The adversary as the cause of events, whether it exists or not.</summary>
    public EntityId AdversaryId => new(Devices + Links + Servers);

    /// <summary>The adversary's handle: an observer of all regions, see <see cref="RegionExchange.Observer"/>.</summary>
    public EntityHandle Adversary => new(new RegionId(Regions == 1 ? 0 : Regions), EntityTypes.Adversary, 0);

    /// <summary>
    /// The least latency of a link whose server lives in another region (of any link, if there is none), or delay between a
    /// user's actor and an entity. Regions may run this far ahead of each other.
    /// </summary>
    public SimTime Lookahead { get; }

    /// <summary>A device's class.</summary>
    public int ClassOf(DeviceId device) => _classOfDevice[device.Value];

    /// <summary>The first device of a class.</summary>
    public DeviceId FirstDeviceOf(int deviceClass) => new(_firstOfClass[deviceClass]);

    /// <summary>A device's link.</summary>
    public LinkId LinkOf(DeviceId device) => _linkOfDevice[device.Value];

    /// <summary>A link's kind.</summary>
    public LinkSpec KindOfLink(LinkId link) => _links.Length == 1 ? _links[0] : _links[_kindOfLink[link.Value]];

    /// <summary>The server a link leads to.</summary>
    public ServerId ServerOf(LinkId link) => _serverOfLink[link.Value];

    /// <summary>Whether an adversary sees what a server receives.</summary>
    public bool IsObserved(ServerId server) => _kindOfServer[server.Value] == _observedKind;

    /// <summary>A device as the cause of events.</summary>
    public static EntityId IdOf(DeviceId device) => new(device.Value);

    /// <summary>A link as the cause of events.</summary>
    public EntityId IdOf(LinkId link) => new(Devices + link.Value);

    /// <summary>A server as the cause of events.</summary>
    public EntityId IdOf(ServerId server) => new(Devices + Links + server.Value);

    /// <summary>The link that caused an event.</summary>
    public LinkId LinkOf(EntityId source) => new(source.Value - Devices);

    /// <summary>The server that caused an event.</summary>
    public ServerId ServerOf(EntityId source) => new(source.Value - Devices - Links);

    /// <summary>A server's kind.</summary>
    public ServerSpec SpecOfServer(ServerId server) => _servers[_kindOfServer[server.Value]];

    /// <summary>The cause of events that tests inject.</summary>
    public EntityId TesterId => new(AdversaryId.Value + 1);

    /// <summary>One of the user's actors as the cause of events.</summary>
    public EntityId IdOfActor(int actor) => new(TesterId.Value + 1 + actor);

    /// <summary>The cause of the reports to the user's actors that requests of a device have ended.</summary>
    public EntityId IdOfReports(DeviceId device) => new(IdOfActor(Spec.Actors.Count).Value + device.Value);

    /// <summary>Where a user's actor lives: all in one region, so that messages between them may take no time.</summary>
    public static EntityHandle Actor(int actor) => new(RegionId.First, EntityTypes.Actor, actor);

    /// <summary>Where a device lives.</summary>
    public EntityHandle Device(DeviceId device) => new(new RegionId(_regionOfLink[LinkOf(device).Value]), EntityTypes.Device, device.Value);

    /// <summary>Where a link lives.</summary>
    public EntityHandle Link(LinkId link) => new(new RegionId(_regionOfLink[link.Value]), EntityTypes.Link, link.Value);

    /// <summary>Where a server lives.</summary>
    public EntityHandle Server(ServerId server) => new(new RegionId(_regionOfServer[server.Value]), EntityTypes.Server, server.Value);

    /// <summary>Where an entity lives, by its type and number.</summary>
    public EntityHandle Locate(EntityType type, int index) => type switch
    {
        EntityTypes.Device => Device(new DeviceId(index)),
        EntityTypes.Link => Link(new LinkId(index)),
        EntityTypes.Server => Server(new ServerId(index)),
        _ => Adversary,
    };

    /// <summary>The random numbers of one purpose.</summary>
    public CounterKey Draws(RandomPurpose purpose) => new(Spec.Seed, purpose);

    private double RateOfDevice(int device) => Spec.DeviceClasses[_classOfDevice[device]].Arrivals.RatePerSecond;

    private bool Crosses(LinkId link) => _regionOfLink[link.Value] != _regionOfServer[ServerOf(link).Value];

    private static SimTime LeastDelayOfActors(FleetSpec spec) =>
        spec.Actors.Select(actor => actor.Delay).DefaultIfEmpty(SimTime.Never).Min();

    private SimTime LeastLatency(Func<LinkId, bool> counts)
    {
        SimTime least = SimTime.Never;
        for (int i = 0; i < Links; i++)
        {
            var link = new LinkId(i);
            if (counts(link))
            {
                least = SimTime.Min(least, SimTime.Min(KindOfLink(link).UpLatency, KindOfLink(link).DownLatency));
            }
        }

        return least;
    }

    private static Dictionary<string, int> Positions(IEnumerable<string> names) =>
        names.Select((name, position) => (name, position)).ToDictionary(one => one.name, one => one.position);

    private static int[] NumberThrough(int[] counts, int[] firsts)
    {
        int[] kinds = new int[counts.Sum()];
        int next = 0;
        for (int kind = 0; kind < counts.Length; kind++)
        {
            firsts[kind] = next;
            Array.Fill(kinds, kind, next, counts[kind]);
            next += counts[kind];
        }

        return kinds;
    }

    // Devices fill the links of their kind in the order of their numbers. Gives the number of links of each kind.
    private static int[] ShareLinks(FleetSpec spec, int[] linkOfClass, int[] classOfDevice, int[] linkOfDevice)
    {
        int[] devicesOfKind = new int[spec.Links.Count];
        for (int device = 0; device < classOfDevice.Length; device++)
        {
            int kind = linkOfClass[classOfDevice[device]];
            linkOfDevice[device] = devicesOfKind[kind]++ / spec.Links[kind].SharedBy;
        }

        return [.. devicesOfKind.Select((count, kind) => (count + spec.Links[kind].SharedBy - 1) / spec.Links[kind].SharedBy)];
    }
}
