using System.Globalization;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.World.Topology;

/// <summary>A device, its class and the defence it used in one event payload, so that a server needs no look-up.</summary>
/// <param name="Device">The device.</param>
/// <param name="DeviceClass">Its class.</param>
/// <param name="Defense">The defence, by its number in the class.</param>
internal readonly record struct DeviceTag(DeviceId Device, ushort DeviceClass, byte Defense)
{
    /// <summary>The most device classes of a fleet.</summary>
    public const int MostClasses = ushort.MaxValue + 1;

    /// <summary>The most defences of a class.</summary>
    public const int MostDefenses = byte.MaxValue + 1;

    /// <summary>The most requests of a device: their numbers take the second payload and the free byte of the first.</summary>
    public const long MostRequests = 1L << (LowBits + 8);

    private const int LowBits = 32;
    private const int HighShift = 56;

    /// <summary>As the payloads of an event, together with the number of the request at the device.</summary>
    /// <exception cref="InvalidOperationException">The number is too large.</exception>
    public (long A, int B) With(long sequence) => sequence < MostRequests
        ? (Packed | (sequence >> LowBits << HighShift), unchecked((int)sequence))
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"Device {Device} has sent {MostRequests:#,0} requests, more than one device can number. Give the devices fewer requests, or the run a shorter duration."));

    /// <summary>From the first payload.</summary>
    public static DeviceTag Unpack(long payload) => new(new DeviceId((int)payload), (ushort)(payload >> 32), (byte)(payload >> 48));

    /// <summary>The number of the request at its device, from both payloads.</summary>
    public static long SequenceOf(in SimEvent item) => ((long)(byte)(item.A >> HighShift) << LowBits) | (uint)item.B;

    private long Packed => ((long)Defense << 48) | ((long)DeviceClass << 32) | (uint)Device.Value;
}
