using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Benchmarks.SplitInference;

namespace Fleet.Benchmarks;

/// <summary>Whether memory grows with simulated time: a day of a fleet at one request a second and device.</summary>
internal static class DayBenchmark
{
    private const int Hour = 3600;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var devices = new Option<int>("--devices") { Description = "Devices.", DefaultValueFactory = _ => 1000 };
        var hours = new Option<int>("--hours") { Description = "Simulated hours, at least 2.", DefaultValueFactory = _ => 24 };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("day", "Managed and resident memory after the first simulated hour and at the end.") { devices, hours, threads, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(devices), Math.Max(2, parsed.GetValue(hours)), Math.Max(1, parsed.GetValue(threads)), parsed.GetValue(json)));
        return command;
    }

    private static void Run(int devices, int hours, int threads, bool json)
    {
        FleetSpec spec = SplitInferenceFleet.Of(devices, SimTime.Zero, SimTime.FromSeconds((double)hours * Hour));
        long start = Stopwatch.GetTimestamp();
        using var system = new FleetSystem(threads);
        var run = new FleetRun(system.Actors, spec, new CountingSink(), new SimulationOptions { Regions = threads });
        run.AdvanceTo(SimTime.FromSeconds(Hour));
        Memory early = Memory.Now();
        run.AdvanceTo(spec.Duration);
        Memory late = Memory.Now();
        FleetResult result = run.Result();
        run.Close();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                devices,
                hours,
                threads,
                requests = result.Issued,
                seconds,
                managedBytesAfterAnHour = early.Managed,
                managedBytesAtTheEnd = late.Managed,
                managedRatio = (double)late.Managed / early.Managed,
                residentBytesAfterAnHour = early.Resident,
                residentBytesAtTheEnd = late.Resident,
                residentRatio = (double)late.Resident / early.Resident,
                hash = result.ResultHash,
            }));
            return;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Issued:N0} requests of {devices:N0} devices in {hours} simulated hours took {seconds:F1} s. Managed memory {early.Managed / 1e6:F2} MB after an hour, {late.Managed / 1e6:F2} MB at the end; resident {early.Resident / 1e6:F1} MB and {late.Resident / 1e6:F1} MB"));
    }

    private readonly record struct Memory(long Managed, long Resident)
    {
        public static Memory Now()
        {
            long managed = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            return new Memory(managed, process.WorkingSet64);
        }
    }

    private sealed class CountingSink : IRequestSink
    {
        public long Count { get; private set; }

        public void Record(in RequestRecord request) => Count++;
    }
}
