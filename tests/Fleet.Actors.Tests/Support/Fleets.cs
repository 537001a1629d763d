using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Support;

/// <summary>Small fleets to vary in tests.</summary>
internal static class Fleets
{
    /// <summary>Two classes, two kinds of link, one kind of server with batches: every part of a request's way takes time.</summary>
    public static FleetSpec Mixed(ulong seed = 1) => new()
    {
        Seed = seed,
        Duration = SimTime.FromSeconds(20),
        WarmUp = SimTime.FromSeconds(2),
        DeviceClasses =
        [
            Class("camera", 12, link: "cell") with { DefenseFlops = 1_000_000 },
            Class("phone", 8, link: "wifi") with { Arrivals = new PeriodicArrivals(3), CloudFlops = 5_000_000 },
        ],
        Links =
        [
            new LinkSpec { Name = "cell", SharedBy = 5, UpBitsPerSecond = 6.3e6, DownBitsPerSecond = 21.3e6, UpLatency = SimTime.FromMilliseconds(25), DownLatency = SimTime.FromMilliseconds(20), Server = "cloud" },
            new LinkSpec { Name = "wifi", SharedBy = 1, UpBitsPerSecond = 38e6, DownBitsPerSecond = 84e6, UpLatency = SimTime.FromMilliseconds(10), DownLatency = SimTime.FromMilliseconds(10), Service = ServiceLaw.Exponential, Server = "cloud" },
        ],
        Servers =
        [
            new ServerSpec { Name = "cloud", Count = 2, Workers = 2, BatchSize = 4, BatchWait = SimTime.FromMilliseconds(5), Compute = new ComputeSpec(1e9, ServiceLaw.Exponential) },
        ],
    };

    /// <summary>One class whose every stage is instantaneous, for tests that slow a single one down.</summary>
    public static FleetSpec Instant(double arrivalsPerSecond, double seconds, ulong seed = 1) => new()
    {
        Seed = seed,
        Duration = SimTime.FromSeconds(seconds),
        DeviceClasses =
        [
            Class("device", 1, link: "wire") with
            {
                Arrivals = new PoissonArrivals(arrivalsPerSecond),
                Compute = Unlimited,
            },
        ],
        Links = [InstantLink],
        Servers = [new ServerSpec { Name = "cloud", Compute = Unlimited }],
    };

    /// <summary>A compute budget without limit.</summary>
    public static ComputeSpec Unlimited { get; } = new(double.PositiveInfinity);

    /// <summary>A link that takes no time.</summary>
    public static LinkSpec InstantLink { get; } = new()
    {
        Name = "wire",
        UpBitsPerSecond = double.PositiveInfinity,
        DownBitsPerSecond = double.PositiveInfinity,
        UpLatency = SimTime.Zero,
        DownLatency = SimTime.Zero,
        Server = "cloud",
    };

    public static DeviceClassSpec Class(string name, int count, string link) => new()
    {
        Name = name,
        Count = count,
        Arrivals = new PoissonArrivals(2),
        Inputs = new InputSpec(10_000),
        Compute = new ComputeSpec(3e9),
        EdgeFlops = 30_000_000,
        CloudFlops = 2_000_000,
        ActivationBytes = 4_000,
        AnswerBytes = 72,
        Link = link,
    };
}
