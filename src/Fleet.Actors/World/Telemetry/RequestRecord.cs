using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Telemetry;

/// <summary>The time a request spent in each stage. The stages add up to the latency exactly.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct StageTimes
{
    /// <summary>Waiting for the device's compute.</summary>
    public SimTime DeviceWait { get; set; }

    /// <summary>The layers on the device.</summary>
    public SimTime DeviceCompute { get; set; }

    /// <summary>The defence on the device.</summary>
    public SimTime Defense { get; set; }

    /// <summary>Waiting for the uplink.</summary>
    public SimTime UplinkWait { get; set; }

    /// <summary>Sending the activation.</summary>
    public SimTime UplinkTransfer { get; set; }

    /// <summary>The propagation of the activation.</summary>
    public SimTime UplinkPropagation { get; set; }

    /// <summary>Waiting for the batch and a worker.</summary>
    public SimTime ServerWait { get; set; }

    /// <summary>The layers on the server, for the whole batch.</summary>
    public SimTime ServerCompute { get; set; }

    /// <summary>Waiting for the downlink.</summary>
    public SimTime DownlinkWait { get; set; }

    /// <summary>Sending the answer.</summary>
    public SimTime DownlinkTransfer { get; set; }

    /// <summary>The propagation of the answer.</summary>
    public SimTime DownlinkPropagation { get; set; }

    /// <summary>The names of the stages as results print them, in the order in which a request passes them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "deviceWait", "deviceCompute", "defense", "uplinkWait", "uplinkTransfer", "uplinkPropagation",
        "serverWait", "serverCompute", "downlinkWait", "downlinkTransfer", "downlinkPropagation",
    ];

    /// <summary>The number of stages.</summary>
    public const int Count = 11;

    /// <summary>The sum of all stages.</summary>
    public readonly SimTime Total => DeviceWait + DeviceCompute + Defense + UplinkWait + UplinkTransfer + UplinkPropagation
        + ServerWait + ServerCompute + DownlinkWait + DownlinkTransfer + DownlinkPropagation;

    /// <summary>All stages in nanoseconds, in the order of <see cref="Names"/>: the fields as they stand in memory.</summary>
    [UnscopedRef]
    internal readonly ReadOnlySpan<long> Nanoseconds =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<StageTimes, long>(ref Unsafe.AsRef(in this)), Count);

    /// <summary>The stages up to a time since the arrival: for requests that failed.</summary>
    public readonly StageTimes CutAt(SimTime elapsed)
    {
        SimTime Take(SimTime stage)
        {
            SimTime taken = SimTime.Min(stage, elapsed);
            elapsed -= taken;
            return taken;
        }

        return new StageTimes
        {
            DeviceWait = Take(DeviceWait),
            DeviceCompute = Take(DeviceCompute),
            Defense = Take(Defense),
            UplinkWait = Take(UplinkWait),
            UplinkTransfer = Take(UplinkTransfer),
            UplinkPropagation = Take(UplinkPropagation),
            ServerWait = Take(ServerWait),
            ServerCompute = Take(ServerCompute),
            DownlinkWait = Take(DownlinkWait),
            DownlinkTransfer = Take(DownlinkTransfer),
            DownlinkPropagation = Take(DownlinkPropagation),
        };
    }

    /// <summary>The time in the stage of that position in <see cref="Names"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stage.</exception>
    public readonly SimTime this[int stage] => stage switch
    {
        0 => DeviceWait,
        1 => DeviceCompute,
        2 => Defense,
        3 => UplinkWait,
        4 => UplinkTransfer,
        5 => UplinkPropagation,
        6 => ServerWait,
        7 => ServerCompute,
        8 => DownlinkWait,
        9 => DownlinkTransfer,
        10 => DownlinkPropagation,
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "There are eleven stages."),
    };
}

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

    /// <summary>The nanoseconds in the stage of that position in <see cref="StageTimes.Names"/>, without a copy of all stages.</summary>
    public long StageNanoseconds(int stage) => _stages.Nanoseconds[stage];

    /// <summary>All stages in nanoseconds, without a copy.</summary>
    [UnscopedRef]
    internal ReadOnlySpan<long> AllStageNanoseconds => _stages.Nanoseconds;
}

/// <summary>Receives the requests as they end, in an order that depends on the scenario and seed alone.</summary>
public interface IRequestSink
{
    /// <summary>Receives one request.</summary>
    void Record(in RequestRecord request);
}

/// <summary>Ignores all requests, for runs whose counts, latencies and hash are enough; such runs do not buffer requests.</summary>
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
