using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;

namespace Fleet.Benchmarks;

/// <summary>What a meeting of regions costs that have nothing to do and nothing to tell: the tau of decision 5.</summary>
internal static class BarrierBenchmark
{
    private const int Repetitions = 5;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var meetings = new Option<int>("--meetings") { Description = "Meetings of each repetition.", DefaultValueFactory = _ => 200_000 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("barrier", "The time that regions take to meet.") { threads, meetings, json };
        command.SetAction(parsed => Run(Math.Max(2, parsed.GetValue(threads)), parsed.GetValue(meetings), parsed.GetValue(json)));
        return command;
    }

    private static void Run(int threads, int meetings, bool json)
    {
        Measure(threads, meetings / 4); // warm-up
        double[] seconds = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(threads, meetings) / meetings).Order()];
        double median = seconds[Repetitions / 2];
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { threads, meetings, secondsPerMeeting = median })
            : string.Create(CultureInfo.InvariantCulture, $"{threads} threads meet in {median * 1e6:F2} us"));
    }

    private static double Measure(int threads, int meetings)
    {
        var exchange = new RegionExchange(threads, SimTime.FromMilliseconds(1), TimeProvider.System);
        Thread[] regions = [.. Enumerable.Range(0, threads).Select(region => new Thread(() =>
        {
            for (int i = 0; i < meetings; i++)
            {
                exchange.Publish(i & 1, new RegionId(region), default);
                exchange.Await(i & 1, new RegionId(region));
            }
        }))];
        long start = Stopwatch.GetTimestamp();
        Array.ForEach(regions, thread => thread.Start());
        Array.ForEach(regions, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
