using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>
/// The time a request spent in each stage. The stages add up to the latency exactly. A stage is declared here alone: whatever
/// measures, keeps or shows stages goes through <see cref="Stages"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public record struct StageTimes
{
    /// <summary>Waiting for the device's compute.</summary>
    [Stage("device", StageAttribute.Waiting)]
    public SimTime DeviceWait { get; set; }

    /// <summary>The layers on the device.</summary>
    [Stage("device", "layers")]
    public SimTime DeviceCompute { get; set; }

    /// <summary>The defence on the device.</summary>
    [Stage("device", "defence")]
    public SimTime Defense { get; set; }

    /// <summary>Waiting for the uplink.</summary>
    [Stage("uplink", StageAttribute.Waiting)]
    public SimTime UplinkWait { get; set; }

    /// <summary>Sending the activation.</summary>
    [Stage("uplink", "transfer")]
    public SimTime UplinkTransfer { get; set; }

    /// <summary>The propagation of the activation.</summary>
    [Stage("uplink", "propagation")]
    public SimTime UplinkPropagation { get; set; }

    /// <summary>Waiting for the batch and a worker.</summary>
    [Stage("server", StageAttribute.Waiting)]
    public SimTime ServerWait { get; set; }

    /// <summary>The layers on the server, for the whole batch.</summary>
    [Stage("server", "layers")]
    public SimTime ServerCompute { get; set; }

    /// <summary>Waiting for the downlink.</summary>
    [Stage("downlink", StageAttribute.Waiting)]
    public SimTime DownlinkWait { get; set; }

    /// <summary>Sending the answer.</summary>
    [Stage("downlink", "transfer")]
    public SimTime DownlinkTransfer { get; set; }

    /// <summary>The propagation of the answer.</summary>
    [Stage("downlink", "propagation")]
    public SimTime DownlinkPropagation { get; set; }

    /// <summary>The stages, in the order in which a request passes them.</summary>
    public static IReadOnlyList<Stage> Stages { get; } =
    [
        .. typeof(StageTimes).GetProperties()
            .Where(property => property.IsDefined(typeof(StageAttribute)))
            .OrderBy(property => property.MetadataToken)
            .Select((property, index) => Stage.Of(property, index)),
    ];

    /// <summary>The number of stages.</summary>
    public static int Count => Unsafe.SizeOf<StageTimes>() / sizeof(long);

    /// <summary>The sum of all stages.</summary>
    public readonly SimTime Total
    {
        get
        {
            long sum = 0;
            foreach (long stage in Nanoseconds)
            {
                sum += stage;
            }

            return new SimTime(sum);
        }
    }

    /// <summary>All stages in nanoseconds, in the order of <see cref="Stages"/>: the fields as they stand in memory.</summary>
    [UnscopedRef]
    internal readonly ReadOnlySpan<long> Nanoseconds =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<StageTimes, long>(ref Unsafe.AsRef(in this)), Count);

    /// <summary>The stages as far as they had come after a time: for requests that ended before their way did.</summary>
    public readonly StageTimes CutAt(SimTime elapsed)
    {
        StageTimes cut = this;
        foreach (ref long stage in MemoryMarshal.CreateSpan(ref Unsafe.As<StageTimes, long>(ref cut), Count))
        {
            stage = Math.Min(stage, elapsed.Nanoseconds);
            elapsed -= new SimTime(stage);
        }

        return cut;
    }

    /// <summary>The time in a stage, by its position in <see cref="Stages"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such stage.</exception>
    public readonly SimTime this[int stage] => new(Nanoseconds[stage]);
}

/// <summary>A stage of a request.</summary>
/// <param name="Index">The position in <see cref="StageTimes.Stages"/>.</param>
/// <param name="Name">The name in results, as in deviceWait.</param>
/// <param name="Place">Where the request is: device, uplink, server or downlink.</param>
/// <param name="Activity">What it does there, for people.</param>
public sealed record Stage(int Index, string Name, string Place, string Activity)
{
    internal static Stage Of(PropertyInfo property, int index)
    {
        StageAttribute declared = property.GetCustomAttribute<StageAttribute>()!;
        return new Stage(index, JsonNamingPolicy.CamelCase.ConvertName(property.Name), declared.Place, declared.Activity);
    }
}

/// <summary>Declares a stage.</summary>
/// <param name="place">Where the request is: device, uplink, server or downlink.</param>
/// <param name="activity">What it does there: waiting, or what takes the time.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StageAttribute(string place, string activity) : Attribute
{
    /// <summary>What a request does before its turn.</summary>
    public const string Waiting = "waiting";

    /// <summary>Where the request is.</summary>
    public string Place => place;

    /// <summary>What it does there.</summary>
    public string Activity => activity;
}
