namespace Fleet.Benchmarks.Peers;

/// <summary>Something that runs one of the workloads: a peer, or our own engine.</summary>
internal interface IContender
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>What has to be installed before it can run, or null if it can.</summary>
    string? Missing { get; }

    /// <summary>
    /// Runs the workload once, on one thread, from its start: a warm-up of a quarter of the simulated time, and then what
    /// is measured.
    /// </summary>
    /// <param name="entities">Entities of PHOLD, or devices of the fleet.</param>
    /// <param name="events">About how many events to measure.</param>
    Measurement Run(int entities, long events);
}

/// <summary>What one run gave after its warm-up.</summary>
/// <param name="Events">The events.</param>
/// <param name="Seconds">The seconds they took.</param>
/// <param name="SimulatedSeconds">The simulated time they lie in.</param>
/// <param name="MeanLatencyMs">The mean latency of the fleet's requests, to see that both simulate the same; null for PHOLD.</param>
internal sealed record Measurement(long Events, double Seconds, double SimulatedSeconds, double? MeanLatencyMs = null)
{
    /// <summary>The speed.</summary>
    public double EventsPerSecond => Events / Seconds;
}
