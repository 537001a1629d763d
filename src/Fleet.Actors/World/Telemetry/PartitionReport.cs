using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Telemetry;

/// <summary>How a run was spread over threads.</summary>
/// <param name="Regions">The number of regions; each has a thread of its own.</param>
/// <param name="Lookahead">How far they may run ahead of each other.</param>
/// <param name="Windows">How often they waited for each other; 0 with one region.</param>
/// <param name="ExpectedEfficiency">
/// The share of their time that the threads were expected to work rather than wait, in (0, 1]; 1 with one region.
/// </param>
/// <param name="ActualEfficiency">That share as it was; null without a clock.</param>
/// <param name="EventsByRegion">The events of each region.</param>
public sealed record PartitionReport(
    int Regions,
    SimTime Lookahead,
    long Windows,
    double ExpectedEfficiency,
    double? ActualEfficiency,
    IReadOnlyList<long> EventsByRegion)
{
    /// <summary>
    /// How many of the windows ran in turn on one thread, because that was faster: other programs used the processor's cores.
    /// </summary>
    public long WindowsInTurn { get; init; }
}
