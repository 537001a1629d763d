using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Topology;

/// <summary>What the devices of a class have in common, counted out once.</summary>
internal sealed class DeviceClassModel
{
    private readonly ArrivalProcess _arrivals;
    private readonly ServiceLaw _service;
    private readonly ServiceTime _layers;
    private readonly ServiceTime[] _defenses;
    private readonly CounterKey _arrivalDraws;
    private readonly CounterKey _serviceDraws;

    private DeviceClassModel(DeviceClassSpec spec, DeviceId firstDevice, FleetTopology topology)
    {
        _arrivals = spec.Arrivals;
        _service = spec.Compute.Service;
        _layers = new ServiceTime(spec.EdgeFlops, spec.Compute.FlopsPerSecond);
        _defenses = [.. Defenses(spec).Select(defense => new ServiceTime(defense.Flops, spec.Compute.FlopsPerSecond))];
        _arrivalDraws = topology.Draws(RandomPurpose.Arrival);
        _serviceDraws = topology.Draws(RandomPurpose.Service);
        Inputs = new InputChoice(spec.Inputs, spec.Count, firstDevice, topology.Draws(RandomPurpose.Input));
    }

    /// <summary>Which pictures its requests carry.</summary>
    public InputChoice Inputs { get; }

    /// <summary>The models of all classes.</summary>
    public static DeviceClassModel[] Of(FleetTopology topology) =>
        [.. topology.Spec.DeviceClasses.Select((spec, index) => new DeviceClassModel(spec, topology.FirstDeviceOf(index), topology))];

    /// <summary>The defences of a class by their numbers.</summary>
    public static IEnumerable<DefenseOption> Defenses(DeviceClassSpec spec) =>
        spec.OtherDefenses.Prepend(new DefenseOption(spec.DefenseFlops, spec.ActivationBytes));

    /// <summary>When request <paramref name="sequence"/> of a device arrives.</summary>
    /// <param name="device">The device.</param>
    /// <param name="sequence">The number of the request, from 0.</param>
    /// <param name="previous">When the one before it arrived; the start of the run for the first.</param>
    public SimTime ArrivalOf(DeviceId device, long sequence, SimTime previous) =>
        _arrivals.ArrivalOf(_arrivalDraws, (uint)device.Value, (ulong)sequence, previous);

    /// <summary>How long the layers and the defence of a request take on a device.</summary>
    public (SimTime Layers, SimTime Defense) ComputeOf(DeviceId device, long sequence, int defense)
    {
        ServiceTime noise = _defenses[defense];
        if (!_service.IsRandom)
        {
            return (_layers.FromCost, noise.FromCost);
        }

        // One draw scales both, so that their sum follows the law too.
        double factor = _service.Factor(_serviceDraws, (uint)device.Value, (ulong)sequence, out double spare);
        return (_layers.Times(factor, spare), noise.Times(factor, spare));
    }
}
