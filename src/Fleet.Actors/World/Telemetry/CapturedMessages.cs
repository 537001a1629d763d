using System.Runtime.InteropServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Telemetry;

/// <summary>The messages an adversary attacks, in a checkpoint.</summary>
internal static class CapturedMessages
{
    /// <summary>Writes them.</summary>
    public static void Save(IReadOnlyList<CapturedMessage> messages, CheckpointWriter writer) =>
        writer.WriteBlock<Row>([.. messages.Select(m => new Row(
            m.Sequence, m.CapturedAt, m.ReconstructedAt, m.Device, m.DeviceClass, m.Input, m.Server, m.Defense))]);

    /// <summary>Reads them.</summary>
    public static IEnumerable<CapturedMessage> Restore(CheckpointReader reader) =>
        reader.ReadBlock<Row>().Select(row => new CapturedMessage(
            row.Device, row.DeviceClass, row.Sequence, row.Input, row.Server, row.CapturedAt, row.ReconstructedAt)
        {
            Defense = row.Defense,
        });

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Row(
        long Sequence, SimTime CapturedAt, SimTime ReconstructedAt, DeviceId Device, int DeviceClass, int Input, ServerId Server, int Defense);
}
