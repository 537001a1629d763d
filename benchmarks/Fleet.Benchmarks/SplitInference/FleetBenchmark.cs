using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.SplitInference;

/// <summary>A split-inference fleet on the product's own engine and as a plain loop, in turn, in one process.</summary>
internal static class FleetBenchmark
{
    private const int Failed = 1;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var devices = new Option<int>("--devices") { Description = "Devices.", DefaultValueFactory = _ => 10_000 };
        var threads = new Option<int>("--threads") { Description = "Threads of the actors; the plain loop has one.", DefaultValueFactory = _ => 1 };
        var events = new Option<long>("--events") { Description = "About how many events to measure, after a warm-up of a quarter.", DefaultValueFactory = _ => 10_000_000 };
        var seconds = new Option<double?>("--seconds") { Description = "Simulated seconds to measure, instead of a number of events." };
        var repetitions = new Option<int>("--repetitions") { Description = "Alternating runs of each after one that is not counted; the medians count.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("fleet", "Split inference with actors, and the plain loop over structs with the same queue.")
        {
            devices, threads, events, seconds, repetitions, json,
        };
        command.SetAction(parsed => Run(
            Math.Max(1, parsed.GetValue(devices)),
            Math.Clamp(parsed.GetValue(threads), 1, FleetTopology.MostRegions),
            parsed.GetValue(events),
            parsed.GetValue(seconds),
            Math.Max(1, parsed.GetValue(repetitions)),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(int devices, int threads, long events, double? simulated, int repetitions, bool json)
    {
        var measured = SimTime.FromSeconds(simulated ?? SplitInferenceFleet.SecondsFor(events, devices));
        var warmUp = new SimTime(measured.Nanoseconds / 4);
        FleetSpec spec = SplitInferenceFleet.Of(devices, warmUp, warmUp + measured);
        var actors = new List<FleetMeasurement>();
        var plain = new List<FleetMeasurement>();
        var oneThread = new List<FleetMeasurement>();

        // One pair is not counted: in it the runtime compiles the loops to their final form.
        FleetMeasurement.OfActors(spec, threads);
        FleetMeasurement.OfPlainLoop(spec);
        for (int i = 0; i < repetitions; i++)
        {
            actors.Add(FleetMeasurement.OfActors(spec, threads));
            plain.Add(FleetMeasurement.OfPlainLoop(spec));
            if (threads > 1)
            {
                oneThread.Add(FleetMeasurement.OfActors(spec, 1));
            }
        }

        string[] hashes = [.. actors.Concat(plain).Concat(oneThread).Select(run => run.Hash).Distinct(StringComparer.Ordinal)];
        if (hashes.Length > 1)
        {
            Console.Error.WriteLine($"The plain loop and the actors did not simulate the same: {string.Join(", ", hashes)}.");
            return Failed;
        }

        var result = new Result(devices, threads, FleetMeasurement.Median(actors), FleetMeasurement.Median(plain))
        {
            CreateSeconds = actors.Select(run => run.CreateSeconds).Order().ElementAt(repetitions / 2),
            OneThread = threads > 1 ? FleetMeasurement.Median(oneThread) : null,
        };
        Console.WriteLine(json ? result.Json() : result.Text());
        return 0;
    }

    private sealed record Result(int Devices, int Threads, FleetMeasurement Actors, FleetMeasurement Plain)
    {
        public required double CreateSeconds { get; init; }

        public required FleetMeasurement? OneThread { get; init; }

        private double Ratio => Actors.EventsPerSecond / Plain.EventsPerSecond;

        private double? SpeedUp => Actors.EventsPerSecond / OneThread?.EventsPerSecond;

        public string Json() => JsonSerializer.Serialize(new
        {
            devices = Devices,
            threads = Threads,
            events = Actors.Events,
            seconds = Actors.Seconds,
            eventsPerSecond = Actors.EventsPerSecond,
            requestsPerSecond = Actors.RequestsPerSecond,
            hash = Actors.Hash,
            bytesPerActor = Actors.BytesPerActor,
            createSeconds = CreateSeconds,
            plainEventsPerSecond = Plain.EventsPerSecond,
            plainRequestsPerSecond = Plain.RequestsPerSecond,
            ratio = Ratio,
            oneThreadEventsPerSecond = OneThread?.EventsPerSecond,
            speedUp = SpeedUp,
        });

        public string Text() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Devices:N0} devices on {Threads} threads: {Actors.EventsPerSecond / 1e6:F2} M events/s, {Actors.RequestsPerSecond / 1e6:F2} M requests/s, plain loop {Plain.EventsPerSecond / 1e6:F2} M events/s, ratio {Ratio:F2}; {Actors.BytesPerActor:F0} B an actor, created in {CreateSeconds:F2} s{(SpeedUp is { } s ? $"; {s:F2} times one thread" : string.Empty)}");
    }
}
