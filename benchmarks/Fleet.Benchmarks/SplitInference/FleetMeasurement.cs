using System.Diagnostics;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>What one run of the fleet gave after its warm-up.</summary>
/// <param name="Events">The events.</param>
/// <param name="Requests">The requests that arrived.</param>
/// <param name="Seconds">The seconds they took.</param>
/// <param name="Hash">The hash over the whole run, the warm-up included.</param>
internal sealed record FleetMeasurement(long Events, long Requests, double Seconds, string Hash)
{
    /// <summary>The speed in events.</summary>
    public double EventsPerSecond => Events / Seconds;

    /// <summary>The speed in requests.</summary>
    public double RequestsPerSecond => Requests / Seconds;

    /// <summary>How long it took to make all actors.</summary>
    public double CreateSeconds { get; init; }

    /// <summary>Managed memory for each actor, with its state and the first event of each device.</summary>
    public double BytesPerActor { get; init; }

    /// <summary>Runs the product: its own devices, links and servers as actors.</summary>
    public static FleetMeasurement OfActors(FleetSpec spec, int threads)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        using var system = new FleetSystem(threads);
        var run = new FleetRun(system.Actors, spec, NoRequestSink.Instance, new SimulationOptions { Regions = threads }, clock: TimeProvider.System);
        run.AdvanceTo(SimTime.Zero);
        double create = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        run.AdvanceTo(spec.WarmUp);
        FleetResult warm = run.Result();
        start = Stopwatch.GetTimestamp();
        run.AdvanceTo(spec.Duration);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        run.Close();
        FleetResult result = run.Result();
        return new FleetMeasurement(result.Events - warm.Events, result.Issued - warm.Issued, seconds, result.ResultHash)
        {
            CreateSeconds = create,
            BytesPerActor = (double)bytes / SplitInferenceFleet.ActorsOf(spec),
        };
    }

    /// <summary>Runs the plain loop.</summary>
    public static FleetMeasurement OfPlainLoop(FleetSpec spec)
    {
        var loop = new PlainFleet(spec);
        GC.Collect();
        loop.RunTo(spec.WarmUp);
        (long events, long requests) = (loop.Events, loop.Issued);
        long start = Stopwatch.GetTimestamp();
        loop.RunTo(spec.Duration);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new FleetMeasurement(loop.Events - events, loop.Issued - requests, seconds, loop.HashAt(spec.Duration));
    }

    /// <summary>The one with the median speed.</summary>
    public static FleetMeasurement Median(IReadOnlyCollection<FleetMeasurement> runs) =>
        runs.OrderBy(run => run.Seconds).ElementAt(runs.Count / 2);
}
