using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Topology;

/// <summary>Which picture a request carries: a pure function of (seed, device, number of the request).</summary>
internal sealed class InputChoice(InputSpec spec, int devicesOfClass, DeviceId firstOfClass, CounterKey draws)
{
    /// <summary>The picture, as an index into the input set.</summary>
    /// <param name="device">The device's number in the fleet.</param>
    /// <param name="sequence">The number of the request at the device, from 0.</param>
    public int Of(DeviceId device, long sequence) => spec.Indices is { } indices
        ? indices[(int)(((sequence % indices.Count * devicesOfClass) + device.Value - firstOfClass.Value) % indices.Count)]
        : draws.Below(spec.SetSize, (uint)device.Value, (ulong)sequence);
}
