using System.Diagnostics;
using Fleet.Actors;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Peers;

/// <summary>Our side of the fleet: the product's own devices, links and servers. fleet_simpy.py says the same to SimPy.</summary>
internal sealed class EngineFleet : IContender
{
    private const double RatePerSecond = 1;
    private const int EventsPerRequest = 6;
    private const int DevicesPerCell = 50;
    private const int DevicesPerServer = 1000;

    /// <inheritdoc/>
    public string Name => "FleetSim";

    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public Measurement Run(int entities, long events)
    {
        var measured = SimTime.FromSeconds(events / (EventsPerRequest * RatePerSecond * entities));
        var warmUp = new SimTime(measured.Nanoseconds / 3);
        FleetSpec spec = Spec(entities, warmUp, warmUp + measured);
        using var system = new FleetSystem();
        var run = new FleetRun(system.Actors, spec, new Unrecorded(), new SimulationOptions());
        run.AdvanceTo(warmUp);
        long before = run.Result().Events;
        long start = Stopwatch.GetTimestamp();
        run.AdvanceTo(spec.Duration);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        run.Close();
        FleetResult result = run.Result();
        return new Measurement(result.Events - before, seconds, measured.Seconds, result.Latency.MeanMs);
    }

    private static FleetSpec Spec(int devices, SimTime warmUp, SimTime duration) => new()
    {
        Seed = 1,
        Duration = duration,
        WarmUp = warmUp,
        DeviceClasses =
        [
            new DeviceClassSpec
            {
                Name = "camera",
                Count = devices,
                Arrivals = new ArrivalSpec(ArrivalKind.Poisson, RatePerSecond),
                Inputs = new InputSpec(10_000),
                Compute = new ComputeSpec(3e9, ServiceLaw.Exponential),
                EdgeFlops = 60_000_000, // 20 ms
                CloudFlops = 3_000_000, // 0.3 ms
                ActivationBytes = 100_000, // 8 ms
                AnswerBytes = 2_000, // 0.16 ms
                Link = 0,
            },
        ],
        Links =
        [
            new LinkSpec
            {
                Name = "cell",
                SharedBy = DevicesPerCell,
                UpBitsPerSecond = 100e6,
                DownBitsPerSecond = 100e6,
                UpLatency = SimTime.FromMilliseconds(10),
                DownLatency = SimTime.FromMilliseconds(10),
                Server = 0,
            },
        ],
        Servers =
        [
            new ServerSpec
            {
                Name = "cloud",
                Count = Math.Max(1, devices / DevicesPerServer),
                Compute = new ComputeSpec(1e10),
                BatchSize = 8,
            },
        ],
    };

    private sealed class Unrecorded : IRequestSink
    {
        public void Record(in RequestRecord request)
        {
        }
    }
}
