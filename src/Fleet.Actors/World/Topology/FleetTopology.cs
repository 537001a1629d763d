using Fleet.Actors.Kernel;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Topology;

/// <summary>
/// Who exists, who is connected to whom, and where each lives. Entities are numbered through the fleet: devices from 0,
/// then links, then servers, then the adversary. Never changes during a run, so all regions share it.
/// </summary>
internal sealed class FleetTopology
{
    /// <summary>The most regions, and so threads, of a run.</summary>
    public const int MostRegions = 64;

    private readonly LinkSpec[] _links;
    private readonly ServerSpec[] _servers;
    private readonly int[] _classOfDevice;
    private readonly int[] _linkOfDevice;
    private readonly int[] _kindOfLink;
    private readonly int[] _serverOfLink;
    private readonly int[] _kindOfServer;
    private readonly int _observedKind;
    private readonly int[] _firstOfClass;
    private readonly byte[] _regionOfLink;
    private readonly byte[] _regionOfServer;

    /// <summary>Lays a fleet out.</summary>
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
        _linkOfDevice = new int[_classOfDevice.Length];
        int[] linksOfKind = ShareLinks(spec, linkOfClass, _classOfDevice, _linkOfDevice);
        int[] firstLink = new int[spec.Links.Count];
        _kindOfLink = NumberThrough(linksOfKind, firstLink);
        for (int device = 0; device < _linkOfDevice.Length; device++)
        {
            _linkOfDevice[device] += firstLink[linkOfClass[_classOfDevice[device]]];
        }

        _serverOfLink = new int[_kindOfLink.Length];
        for (int link = 0; link < _serverOfLink.Length; link++)
        {
            int kind = _kindOfLink[link];
            int server = serverKinds[spec.Links[kind].Server];
            _serverOfLink[link] = firstServer[server] + ((link - firstLink[kind]) % spec.Servers[server].Count);
        }

        Regions = Math.Clamp(regions, 1, Math.Min(Links, MostRegions));
        _regionOfLink = new byte[Links];
        _regionOfServer = new byte[Servers];
        FleetPartition.Cut(this, _regionOfLink, _regionOfServer);
        Lookahead = SimTime.Min(LeastLatency(Enumerable.Range(0, Links).Any(Crosses) ? Crosses : _ => true), LeastDelayOfActors(spec));
        if (Regions > 1 && Lookahead == SimTime.Zero)
        {
            Regions = 1;
            Array.Clear(_regionOfLink);
            Array.Clear(_regionOfServer);
        }
    }

    /// <summary>The beginnings of the entities' names, in the order of <see cref="EntityType"/>. The adversary's has no number behind it.</summary>
    public static IReadOnlyList<string> NamePrefixes { get; } = ["device-", "link-", "server-", "adversary"];

    /// <summary>The fleet.</summary>
    public FleetSpec Spec { get; }

    /// <summary>
    /// Into how many regions the fleet is cut: at most as many as asked for, and one if something crosses in no time.
    /// </summary>
    public int Regions { get; }

    /// <summary>The number of devices.</summary>
    public int Devices => _classOfDevice.Length;

    /// <summary>The number of links.</summary>
    public int Links => _kindOfLink.Length;

    /// <summary>The number of servers.</summary>
    public int Servers => _kindOfServer.Length;

    /// <summary>The adversary's number in the fleet, whether it exists or not.</summary>
    public int AdversaryId => Devices + Links + Servers;

    /// <summary>The adversary's handle: an observer of all regions, see <see cref="RegionExchange.Observer"/>.</summary>
    public EntityHandle Adversary => new(Regions == 1 ? 0 : Regions, EntityType.Adversary, 0);

    /// <summary>
    /// The least time that anything needs between the two sides of a link whose server lives in another region (of any link,
    /// if there is none), or between a user's actor and an entity. Regions may run this far ahead of each other.
    /// </summary>
    public SimTime Lookahead { get; }

    /// <summary>A device's class.</summary>
    public int ClassOf(int device) => _classOfDevice[device];

    /// <summary>The first device of a class.</summary>
    public int FirstDeviceOf(int deviceClass) => _firstOfClass[deviceClass];

    /// <summary>A device's link, counted among the links.</summary>
    public int LinkOf(int device) => _linkOfDevice[device];

    /// <summary>A link's kind.</summary>
    public LinkSpec KindOfLink(int link) => _links.Length == 1 ? _links[0] : _links[_kindOfLink[link]];

    /// <summary>The server a link leads to, counted among the servers.</summary>
    public int ServerOf(int link) => _serverOfLink[link];

    /// <summary>Whether an adversary sees what a server receives.</summary>
    public bool IsObserved(int server) => _kindOfServer[server] == _observedKind;

    /// <summary>A link's number in the fleet.</summary>
    public int IdOfLink(int link) => Devices + link;

    /// <summary>A server's kind.</summary>
    public ServerSpec SpecOfServer(int server) => _servers[_kindOfServer[server]];

    /// <summary>A server's number in the fleet.</summary>
    public int IdOfServer(int server) => Devices + Links + server;

    /// <summary>The number of one of the user's actors as a cause of events. One number is left free before them.</summary>
    public int IdOfActor(int actor) => AdversaryId + 2 + actor;

    /// <summary>The number under which the ends of a device's requests are reported to the user's actors.</summary>
    public int IdOfReports(int device) => IdOfActor(Spec.Actors.Count) + device;

    /// <summary>Where a user's actor lives: all in one region, so that they may talk to each other without delay.</summary>
    public static EntityHandle Actor(int actor) => new(0, EntityType.Actor, actor);

    /// <summary>Whether a name has the form of those of the entities.</summary>
    public static bool IsNameOfEntity(string name) => NamePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Where a device lives.</summary>
    public EntityHandle Device(int device) => new(_regionOfLink[LinkOf(device)], EntityType.Device, device);

    /// <summary>Where a link lives.</summary>
    public EntityHandle Link(int link) => new(_regionOfLink[link], EntityType.Link, link);

    /// <summary>Where a server lives.</summary>
    public EntityHandle Server(int server) => new(_regionOfServer[server], EntityType.Server, server);

    /// <summary>Where an entity lives, by its type and number.</summary>
    public EntityHandle Locate(EntityType type, int index) => type switch
    {
        EntityType.Device => Device(index),
        EntityType.Link => Link(index),
        EntityType.Server => Server(index),
        _ => Adversary,
    };

    /// <summary>The random numbers of one purpose.</summary>
    public CounterKey Draws(RandomPurpose purpose) => new(Spec.Seed, purpose);

    private bool Crosses(int link) => _regionOfLink[link] != _regionOfServer[_serverOfLink[link]];

    private static SimTime LeastDelayOfActors(FleetSpec spec) =>
        spec.Actors.Select(actor => actor.Delay).DefaultIfEmpty(SimTime.Never).Min();

    private SimTime LeastLatency(Func<int, bool> counts)
    {
        SimTime least = SimTime.Never;
        for (int link = 0; link < Links; link++)
        {
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
