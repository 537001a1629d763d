using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Telemetry;

/// <summary>What a simulated run gave.</summary>
public sealed record FleetResult
{
    /// <summary>The simulated instant reached: the duration, or earlier if the run was interrupted.</summary>
    public required SimTime SimulatedTime { get; init; }

    /// <summary>Whether the run was interrupted before its end.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>The number of events.</summary>
    public required long Events { get; init; }

    /// <summary>The number of devices.</summary>
    public required int Devices { get; init; }

    /// <summary>Requests that arrived at a device.</summary>
    public required long Issued { get; init; }

    /// <summary>Requests whose answer reached the device.</summary>
    public required long Answered { get; init; }

    /// <summary>Requests that failed, by reason as results print it (kebab-case), in ordinal order.</summary>
    public required IReadOnlyDictionary<string, long> Failed { get; init; }

    /// <summary>Requests still under way at the end. Issued = answered + failed + in flight.</summary>
    public required long InFlight { get; init; }

    /// <summary>Latency of the requests that arrived after warm-up and were answered.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>The same latencies by device class, with their histograms.</summary>
    public required LatencyDistribution Latencies { get; init; }

    /// <summary>The messages the adversary attacks, in the order in which they reached it.</summary>
    public required IReadOnlyList<CapturedMessage> Captured { get; init; }

    /// <summary>Failures of entities by cause, in ordinal order; empty in a sound run.</summary>
    public IReadOnlyDictionary<string, long> EntityFailures { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>
    /// The names of the entities that failed too often and without which the run went on, devices first, then links, then
    /// servers, then the adversary, each by number; empty in a sound run.
    /// </summary>
    public IReadOnlyList<string> StoppedEntities { get; init; } = [];

    /// <summary>How the run was spread over threads; says nothing about the simulated world.</summary>
    public PartitionReport? Partition { get; init; }

    /// <summary>The hash over the simulated world: 32 hexadecimal digits.</summary>
    public required string ResultHash { get; init; }
}

/// <summary>Latencies in milliseconds. All values are NaN if there is no sample.</summary>
/// <param name="Samples">The number of requests.</param>
/// <param name="MeanMs">The exact mean.</param>
/// <param name="P50Ms">The median by nearest rank, to 3 significant digits.</param>
/// <param name="P95Ms">The 95th percentile by nearest rank, to 3 significant digits.</param>
/// <param name="P99Ms">The 99th percentile by nearest rank, to 3 significant digits.</param>
/// <param name="MeanMsByStage">The exact mean of each stage, in the order of <see cref="StageTimes.Stages"/>.</param>
public sealed record LatencySummary(
    long Samples,
    double MeanMs,
    double P50Ms,
    double P95Ms,
    double P99Ms,
    IReadOnlyList<double> MeanMsByStage);

/// <summary>A message that crossed a link to the adversary's server and that the adversary attacks.</summary>
/// <param name="Device">The device that sent it.</param>
/// <param name="DeviceClass">Its class.</param>
/// <param name="Sequence">The position among the device's requests.</param>
/// <param name="Input">The picture it was made from: what the adversary wants to know.</param>
/// <param name="Server">The server at which it was seen.</param>
/// <param name="CapturedAt">When it reached the server.</param>
/// <param name="ReconstructedAt">When the adversary's compute budget would have finished the attack on it.</param>
public sealed record CapturedMessage(
    DeviceId Device,
    int DeviceClass,
    long Sequence,
    int Input,
    ServerId Server,
    SimTime CapturedAt,
    SimTime ReconstructedAt)
{
    /// <summary>The defence the device used on it, by its number in the class; see <see cref="DeviceClassSpec.OtherDefenses"/>.</summary>
    public int Defense { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="SimulatedTime">The instant reached.</param>
/// <param name="Events">The number of events so far.</param>
public readonly record struct SimulationProgress(SimTime SimulatedTime, long Events);
