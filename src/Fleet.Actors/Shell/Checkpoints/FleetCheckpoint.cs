using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>The beginning of a fleet's checkpoint: of what fleet it is, how that was cut into regions, and of when.</summary>
/// <remarks>
/// Events, places of requests and handles mean something in their own region only. So a run goes on in the regions it
/// began with, on however few cores.
/// </remarks>
internal sealed record FleetCheckpoint
{
    /// <summary>Raised whenever what is written changes in a way that sizes and names do not show.</summary>
    public const int Format = 4;

    private const string SectionName = "fleet";

    private readonly int[] _counts;

    private FleetCheckpoint(int regions, SimTime reached, int[] counts, CheckpointReader reader)
    {
        Regions = regions;
        Reached = reached;
        _counts = counts;
        Reader = reader;
    }

    /// <summary>The number of regions.</summary>
    public int Regions { get; }

    /// <summary>The instant: every event before it has happened, none at or after it.</summary>
    public SimTime Reached { get; }

    /// <summary>Gives the rest: entities and regions.</summary>
    public CheckpointReader Reader { get; }

    /// <summary>Writes the beginning.</summary>
    public static void Begin(CheckpointWriter writer, FleetTopology topology, SimTime reached)
    {
        writer.Section(SectionName);
        writer.Write(Format);
        writer.Write(topology.Regions);
        writer.Write(reached.Nanoseconds);
        writer.WriteBlock<int>(CountsOf(topology));
    }

    /// <summary>Reads the beginning.</summary>
    /// <exception cref="CheckpointFormatException">It is not one, or of another version.</exception>
    public static FleetCheckpoint Open(CheckpointReader reader)
    {
        reader.Section(SectionName);
        long format = reader.ReadLong();
        return format == Format
            ? new FleetCheckpoint(reader.ReadCount(), new SimTime(reader.ReadLong()), reader.ReadBlock<int>(), reader)
            : throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has format {format}; this program reads format {Format}."));
    }

    /// <summary>Lays the fleet out as it was.</summary>
    /// <exception cref="CheckpointFormatException">It is another fleet.</exception>
    public FleetTopology Partition(FleetSpec spec)
    {
        var topology = new FleetTopology(spec, Regions);
        return topology.Regions == Regions && _counts.AsSpan().SequenceEqual(CountsOf(topology))
            ? topology
            : throw new CheckpointFormatException(
                string.Create(CultureInfo.InvariantCulture, $"The checkpoint is of a fleet of {_counts[0]} devices in {Regions} regions, not of {topology.Devices} in {topology.Regions}."));
    }

    private static int[] CountsOf(FleetTopology topology) => [topology.Devices, topology.Links, topology.Servers];
}
