namespace Fleet.Actors.Entities;

/// <summary>
/// A device, its class and the defence it used in one event payload, so that a server need not look them up.
/// </summary>
/// <param name="Device">The device's number in the fleet.</param>
/// <param name="DeviceClass">Its class.</param>
/// <param name="Defense">The defence, by its number in the class.</param>
internal readonly record struct DeviceTag(int Device, ushort DeviceClass, byte Defense)
{
    /// <summary>The most device classes of a fleet.</summary>
    public const int MostClasses = ushort.MaxValue + 1;

    /// <summary>The most defences of a class.</summary>
    public const int MostDefenses = byte.MaxValue + 1;

    /// <summary>As a payload.</summary>
    public long Packed => ((long)Defense << 48) | ((long)DeviceClass << 32) | (uint)Device;

    /// <summary>From a payload.</summary>
    public static DeviceTag Unpack(long payload) => new((int)payload, (ushort)(payload >> 32), (byte)(payload >> 48));
}
