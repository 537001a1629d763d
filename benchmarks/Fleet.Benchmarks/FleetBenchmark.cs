using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Actors;
using Fleet.Actors.Telemetry;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks;

/// <summary>A split-inference fleet on the product's own engine: cells of 50 devices, one batching server per 1,000.</summary>
internal static class FleetBenchmark
{
    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var devices = new Option<int>("--devices") { Description = "Devices.", DefaultValueFactory = _ => 10_000 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "Simulated seconds.", DefaultValueFactory = _ => 100 };
        var repetitions = new Option<int>("--repetitions") { Description = "Runs; the median counts.", DefaultValueFactory = _ => 5 };
        var queue = new Option<EventQueueKind>("--queue") { Description = "The event queue." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("fleet", "Whole runs of a split-inference fleet, results not written.")
        {
            devices, threads, seconds, repetitions, queue, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(devices),
            parsed.GetValue(seconds),
            Math.Max(1, parsed.GetValue(repetitions)),
            new SimulationOptions { Queue = parsed.GetValue(queue), Regions = Math.Max(1, parsed.GetValue(threads)) },
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(int devices, double seconds, int repetitions, SimulationOptions options, bool json)
    {
        FleetSpec spec = SplitInferenceFleet.Of(devices, SimTime.FromSeconds(seconds / 4), SimTime.FromSeconds(seconds));
        Measure(SplitInferenceFleet.Of(devices, SimTime.Zero, SimTime.FromSeconds(seconds / 4)), options); // warm-up
        Measurement[] runs = [.. Enumerable.Range(0, repetitions).Select(_ => Measure(spec, options)).OrderBy(m => m.Seconds)];
        Measurement median = runs[repetitions / 2];
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    devices,
                    threads = median.Result.Partition!.Regions,
                    simulatedSeconds = seconds,
                    events = median.Result.Events,
                    requests = median.Result.Issued,
                    seconds = median.Seconds,
                    setupSeconds = median.SetupSeconds,
                    eventsPerSecond = median.Result.Events / median.Seconds,
                    requestsPerSecond = median.Result.Issued / median.Seconds,
                    bytesPerEvent = (double)median.Allocated / median.Result.Events,
                    hash = median.Result.ResultHash,
                }));
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{devices:N0} devices, {median.Result.Events:N0} events in {median.Seconds:F2} s: {median.Result.Events / median.Seconds / 1e6:F2} M events/s, {median.Result.Issued / median.Seconds / 1e3:F0} k requests/s, {(double)median.Allocated / median.Result.Events:F2} B allocated an event; set up in {median.SetupSeconds:F2} s"));
    }

    private static Measurement Measure(FleetSpec spec, SimulationOptions options)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        using var system = new FleetSystem(options.Regions);
        var run = new FleetRun(system.Actors, spec, new NoSink(), options);
        run.AdvanceTo(SimTime.Zero);
        double setup = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long running = Stopwatch.GetTimestamp();
        run.AdvanceTo(spec.Duration);
        double seconds = Stopwatch.GetElapsedTime(running).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        run.Close();
        return new Measurement(run.Result(), seconds, setup, allocated);
    }

    private sealed record Measurement(FleetResult Result, double Seconds, double SetupSeconds, long Allocated);

    private sealed class NoSink : IRequestSink
    {
        public void Record(in RequestRecord request)
        {
        }
    }
}
