using System.Diagnostics.CodeAnalysis;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Telemetry;

/// <summary>One request that has ended.</summary>
public readonly record struct RequestRecord
{
    private readonly StageTimes _stages;

    /// <summary>The device.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>The class of the device, as an index into <see cref="FleetSpec.DeviceClasses"/>.</summary>
    public required int DeviceClass { get; init; }

    /// <summary>The position among the device's requests, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>The picture it carried, as an index into the input set.</summary>
    public required int Input { get; init; }

    /// <summary>The server that answered; <see cref="ServerId.None"/> if none was reached.</summary>
    public required ServerId Server { get; init; }

    /// <summary>When it arrived at the device.</summary>
    public required SimTime Arrival { get; init; }

    /// <summary>When it ended.</summary>
    public required SimTime Completion { get; init; }

    /// <summary>How it ended.</summary>
    public required RequestOutcome Outcome { get; init; }

    /// <summary>The defence the device used on it, by its number in the class; see <see cref="DeviceClassSpec.OtherDefenses"/>.</summary>
    public byte Defense { get; init; }

    /// <summary>Where the time went.</summary>
    public required StageTimes Stages { get => _stages; init => _stages = value; }

    /// <summary>From arrival to end.</summary>
    public SimTime Latency => Completion - Arrival;

    /// <summary>The nanoseconds in the stage of that position in <see cref="StageTimes.Stages"/>, without a copy of all stages.</summary>
    public long StageNanoseconds(int stage) => _stages.Nanoseconds[stage];

    /// <summary>All stages in nanoseconds, without a copy.</summary>
    [UnscopedRef]
    internal ReadOnlySpan<long> AllStageNanoseconds => _stages.Nanoseconds;
}

/// <summary>Takes the requests as they end, in an order that depends on the scenario and seed alone.</summary>
public interface IRequestSink
{
    /// <summary>Takes one request.</summary>
    void Record(in RequestRecord request);
}

/// <summary>Wants no requests: counts, latencies and the hash of a run are enough, and it is spared the handing on.</summary>
public sealed class NoRequestSink : IRequestSink
{
    private NoRequestSink()
    {
    }

    /// <summary>The only one.</summary>
    public static NoRequestSink Instance { get; } = new();

    /// <inheritdoc/>
    public void Record(in RequestRecord request)
    {
    }
}
