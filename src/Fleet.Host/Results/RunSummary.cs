namespace Fleet.Host.Results;

/// <summary>The content of summary.json.</summary>
public sealed record RunSummary
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The simulated time reached, in seconds.</summary>
    public required double SimulatedSeconds { get; init; }

    /// <summary>Wall-clock time of the whole run, in seconds.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The number of simulated events.</summary>
    public required long Events { get; init; }

    /// <summary>Events per second of wall-clock time spent simulating; NaN if that time is not known.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>The number of devices.</summary>
    public required int Devices { get; init; }

    /// <summary>How the requests ended.</summary>
    public required RequestCounts Requests { get; init; }

    /// <summary>The exceptions that devices, links, servers and the adversary threw.</summary>
    public required EntityFailures EntityFailures { get; init; }

    /// <summary>Latencies of the answered requests that arrived after warm-up.</summary>
    public required LatencyFigures LatencyMs { get; init; }

    /// <summary>Accuracy of each defended, cut network.</summary>
    public required IReadOnlyList<AccuracyRow> Accuracy { get; init; }

    /// <summary>What the attacks recovered.</summary>
    public required IReadOnlyList<LeakageRow> Leakage { get; init; }

    /// <summary>What requests.parquet holds.</summary>
    public required RequestsFile RequestsFile { get; init; }

    /// <summary>Hash over the simulated world, 32 hexadecimal digits.</summary>
    public required string ResultHash { get; init; }

    /// <summary>Hash over accuracy and leakage, 32 hexadecimal digits.</summary>
    public required string TensorHash { get; init; }
}

/// <summary>Requests over the whole run: issued = answered + all failed + in flight.</summary>
/// <param name="Issued">Requests that arrived at a device.</param>
/// <param name="Answered">Requests whose answer reached the device.</param>
/// <param name="Failed">Requests that failed, by reason.</param>
/// <param name="InFlight">Requests under way at the end.</param>
public sealed record RequestCounts(long Issued, long Answered, IReadOnlyDictionary<string, long> Failed, long InFlight);

/// <summary>The exceptions that entities threw while they handled events.</summary>
/// <param name="Causes">How often each came: type and message of the exception, in ordinal order.</param>
/// <param name="Stopped">The names of those that failed too often and without which the run went on.</param>
public sealed record EntityFailures(IReadOnlyDictionary<string, long> Causes, IReadOnlyList<string> Stopped);

/// <summary>Latencies in milliseconds; NaN where there is no sample.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="P50">The median.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="ByStage">The mean of each stage, in the order of a request's way.</param>
public sealed record LatencyFigures(double Mean, double P50, double P95, double P99, IReadOnlyDictionary<string, double> ByStage);

/// <summary>What requests.parquet holds.</summary>
/// <param name="Mode"><c>all</c>, <c>sample</c> or <c>none</c>.</param>
/// <param name="Rows">The rows in the file.</param>
/// <param name="Of">The requests that ended and could have been rows.</param>
public sealed record RequestsFile(string Mode, long Rows, long Of)
{
    /// <summary>The mode of a run without the file.</summary>
    public const string None = "none";
}
