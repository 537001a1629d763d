using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>Chooses the number of regions of a fleet.</summary>
internal static class RegionChoice
{
    private const double EventsPerRequest = 6;

    // Measured: the benchmark "fleet" gives 3.4 to 4.5 million events a second at 100,000 and 10,000 devices; "barrier" 0.34 us on
    // a quiet machine with two cores and 4.3 us on a busy one. The value between allows for windows that are not equally full.
    private const double EventsPerSecondOfThread = 4e6;
    private const double BarrierSeconds = 1e-6;
    private const double LeastEfficiency = 0.6;

    // Less than about a quarter of a second on one thread: starting more would take longer than they save.
    private const double LeastEvents = 1e6;

    /// <summary>Lays a fleet out in as many regions as the options ask for, or as profit.</summary>
    /// <exception cref="ArgumentException">The specification contradicts itself.</exception>
    public static FleetTopology Partition(FleetSpec spec, SimulationOptions options)
    {
        if (options.Regions > 0)
        {
            return new FleetTopology(spec, options.Regions);
        }

        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var topology = new FleetTopology(spec);
        if (threads == 1 || EventsPerSimulatedSecond(spec) * spec.Duration.Seconds < LeastEvents)
        {
            return topology;
        }

        topology = new FleetTopology(spec, threads);
        while (topology.Regions > 1 && ExpectedEfficiency(topology) < LeastEfficiency)
        {
            topology = new FleetTopology(spec, topology.Regions / 2);
        }

        return topology;
    }

    /// <summary>
    /// The share of its time that a thread will work rather than wait. With lambda = L E / (tau P), where L is the lookahead, E the
    /// events of a simulated second, tau the time of a barrier and P the events that a thread handles in a second, a
    /// window of R regions takes L E / (P R) + tau, so the share is lambda / (lambda + R) (Varga, Sekercioglu, Egan, "A
    /// practical efficiency criterion for the null message algorithm", ESS 2003).
    /// </summary>
    public static double ExpectedEfficiency(FleetTopology topology)
    {
        if (topology.Regions == 1 || topology.Lookahead == SimTime.Never)
        {
            return 1;
        }

        return Efficiency(topology.Regions, topology.Lookahead, EventsPerSimulatedSecond(topology.Spec));
    }

    /// <summary>What the threads will probably gain, told from the load and the shortest way between two regions alone.</summary>
    public static double ExpectedSpeedup(FleetSpec spec, SimulationOptions options)
    {
        double load = EventsPerSimulatedSecond(spec);
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        if (options.Regions == 0 && load * spec.Duration.Seconds < LeastEvents)
        {
            return 1;
        }

        SimTime lookahead = spec.Links.Select(link => SimTime.Min(link.UpLatency, link.DownLatency)).Min();
        int regions = options.Regions > 0 ? options.Regions : threads;
        while (options.Regions == 0 && regions > 1 && Efficiency(regions, lookahead, load) < LeastEfficiency)
        {
            regions /= 2;
        }

        return regions == 1 ? 1 : Math.Max(1, Math.Min(regions, Environment.ProcessorCount) * Efficiency(regions, lookahead, load));
    }

    private static double Efficiency(int regions, SimTime lookahead, double eventsPerSimulatedSecond)
    {
        double lambda = lookahead.Seconds * eventsPerSimulatedSecond / (BarrierSeconds * EventsPerSecondOfThread);
        return lambda / (lambda + regions);
    }

    private static double EventsPerSimulatedSecond(FleetSpec spec) =>
        spec.DeviceClasses.Sum(c => c.Count * c.Arrivals.RatePerSecond) * EventsPerRequest;
}
