namespace Fleet.Actors.Entities;

/// <summary>A device and its class in one event payload, so that a server need not look the class up.</summary>
/// <param name="Device">The device's number in the fleet.</param>
/// <param name="DeviceClass">Its class.</param>
internal readonly record struct DeviceTag(int Device, int DeviceClass)
{
    /// <summary>As a payload.</summary>
    public long Packed => ((long)DeviceClass << 32) | (uint)Device;

    /// <summary>From a payload.</summary>
    public static DeviceTag Unpack(long payload) => new((int)payload, (int)(payload >> 32));
}
