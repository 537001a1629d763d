using System.Diagnostics;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Benchmarks.SplitInference;

namespace Fleet.Benchmarks.Peers;

/// <summary>Our side of the fleet: the product's own devices, links and servers. fleet_simpy.py says the same to SimPy.</summary>
internal sealed class EngineFleet : IContender
{
    /// <inheritdoc/>
    public string Name => "FleetSim";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        var measured = SimTime.FromSeconds(SplitInferenceFleet.SecondsFor(events, entities));
        var warmUp = new SimTime(measured.Nanoseconds / 3);
        FleetSpec spec = SplitInferenceFleet.Of(entities, warmUp, warmUp + measured);
        using var system = new FleetSystem();
        var run = new FleetRun(system.Actors, spec, NoRequestSink.Instance, new SimulationOptions());
        run.AdvanceTo(warmUp);
        long before = run.Result().Events;
        long start = Stopwatch.GetTimestamp();
        run.AdvanceTo(spec.Duration);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        run.Close();
        FleetResult result = run.Result();
        return new Measurement(result.Events - before, seconds, measured.Seconds, result.Latency.MeanMs);
    }
}
