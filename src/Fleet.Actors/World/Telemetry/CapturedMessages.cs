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

/// <summary>A message that crossed a link to the adversary's server and that the adversary attacks.</summary>
/// <param name="Device">The device that sent it.</param>
/// <param name="DeviceClass">Its class.</param>
/// <param name="Sequence">The position among the device's requests.</param>
/// <param name="Input">The picture it was made from, which the adversary wants to reconstruct.</param>
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
