using Fleet.Actors.Kernel;

namespace Fleet.Host.Checkpoints;

/// <summary>What a checkpoint says before the simulated world.</summary>
/// <param name="At">The instant it was taken at.</param>
/// <param name="Regions">The number of regions of the run.</param>
/// <param name="Rows">The requests written so far.</param>
/// <param name="RowsHash">The hash over them.</param>
/// <param name="Wall">Wall-clock time of the run so far.</param>
/// <param name="SimulationWall">How much of it was spent simulating.</param>
internal sealed record CheckpointHeader(SimTime At, int Regions, long Rows, UInt128 RowsHash, TimeSpan Wall, TimeSpan SimulationWall)
{
    private const string SectionName = "run";

    /// <summary>Writes the header.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.Section(SectionName);
        writer.WriteBlock<long>([At.Nanoseconds, Regions, Rows, Wall.Ticks, SimulationWall.Ticks]);
        writer.WriteStruct(RowsHash);
    }

    /// <summary>Reads a header.</summary>
    public static CheckpointHeader Read(CheckpointReader reader)
    {
        reader.Section(SectionName);
        return reader.ReadBlock<long>() is [long at, long regions, long rows, long wall, long simulation]
            ? new CheckpointHeader(new SimTime(at), (int)regions, rows, reader.ReadStruct<UInt128>(), new TimeSpan(wall), new TimeSpan(simulation))
            : throw new CheckpointFormatException("The checkpoint has another header.");
    }
}
