using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>The fleet that is measured: cells of 50 devices on a shared link, one batching server per 1,000 devices.</summary>
internal static class SplitInferenceFleet
{
    /// <summary>Requests of a device in a second.</summary>
    public const double RatePerSecond = 1;

    /// <summary>Devices that share a link.</summary>
    public const int DevicesPerCell = 50;

    private const int DevicesPerServer = 1000;

    // Arrival at device, link and server, answer at link and device, and a batch of one at the worst.
    private const double EventsPerRequest = 6;

    /// <summary>The simulated seconds in which about so many events lie.</summary>
    public static double SecondsFor(long events, int devices) => events / (EventsPerRequest * RatePerSecond * devices);

    /// <summary>The actors of such a fleet: devices, links and servers.</summary>
    public static int ActorsOf(FleetSpec spec)
    {
        int devices = spec.DeviceClasses[0].Count;
        return devices + ((devices + DevicesPerCell - 1) / DevicesPerCell) + spec.Servers[0].Count;
    }

    /// <summary>A fleet of so many devices.</summary>
    public static FleetSpec Of(int devices, SimTime warmUp, SimTime duration) => new()
    {
        Seed = 1,
        Duration = duration,
        WarmUp = warmUp,
        DeviceClasses =
        [
            new DeviceClassSpec
            {
                Name = "camera",
                Count = devices,
                Arrivals = new PoissonArrivals(RatePerSecond),
                Inputs = new InputSpec(10_000),
                Compute = new ComputeSpec(3e9, ServiceLaw.Exponential),
                EdgeFlops = 60_000_000, // 20 ms
                CloudFlops = 3_000_000, // 0.3 ms
                ActivationBytes = 100_000, // 8 ms
                AnswerBytes = 2_000, // 0.16 ms
                Link = "cell",
            },
        ],
        Links =
        [
            new LinkSpec
            {
                Name = "cell",
                SharedBy = DevicesPerCell,
                UpBitsPerSecond = 100e6,
                DownBitsPerSecond = 100e6,
                UpLatency = SimTime.FromMilliseconds(10),
                DownLatency = SimTime.FromMilliseconds(10),
                Server = "cloud",
            },
        ],
        Servers =
        [
            new ServerSpec
            {
                Name = "cloud",
                Count = Math.Max(1, devices / DevicesPerServer),
                Compute = new ComputeSpec(1e10),
                BatchSize = 8,
            },
        ],
    };
}
