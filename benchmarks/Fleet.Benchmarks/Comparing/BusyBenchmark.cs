using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fleet.Benchmarks.Comparing;

/// <summary>A scenario on one thread and on several, in turn, while other programs keep the processor's cores busy.</summary>
internal static class BusyBenchmark
{
    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var scenario = new Argument<FileInfo>("scenario") { Description = "The scenario." };
        var loops = new Option<int>("--loops") { Description = "Busy loops that run beside it; 0 for a quiet machine.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var threads = new Option<int>("--threads") { Description = "Threads beside which one thread is measured.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var pairs = new Option<int>("--pairs") { Description = $"Alternating pairs of processes; at least {PairedRatios.FewestPairs}.", DefaultValueFactory = _ => 11 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON alone, without the table before it." };
        pairs.Validators.Add(CompareBenchmark.EnoughPairs);
        var command = new Command("busy", "A scenario on one thread and on several, beside busy loops.") { scenario, loops, threads, pairs, json };
        command.SetAction(parsed => CompareBenchmark.RunUntilSignal(cancellation => Run(
            parsed.GetValue(scenario)!.FullName,
            Math.Max(0, parsed.GetValue(loops)),
            Math.Max(2, parsed.GetValue(threads)),
            parsed.GetValue(pairs),
            parsed.GetValue(json),
            cancellation)));
        return command;
    }

    private static int Run(string scenario, int loops, int threads, int pairs, bool json, CancellationToken cancellation)
    {
        var tools = new Tools(cancellation);
        string program = Path.Combine(tools.Repository, "fleetsim");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("fleetsim-busy-");
        Process[] busy = [];
        try
        {
            tools.Output(program, "--help"); // builds it
            busy = [.. Enumerable.Range(0, loops).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"]))];
            var comparison = new Comparison(
                string.Create(CultureInfo.InvariantCulture, $"{loops} busy loops"),
                "runs/s",
                Alternation.Measure(
                    pairs,
                    () => Workload.Scenario(tools, program, scenario, 1, Path.Combine(folder.FullName, "one")),
                    () => Workload.Scenario(tools, program, scenario, threads, Path.Combine(folder.FullName, "several"))));
            if (!json)
            {
                Console.WriteLine(Comparison.Heading("1 thread", $"{threads} threads"));
                Console.WriteLine(comparison.Row());
            }

            Console.WriteLine(JsonSerializer.Serialize(new { scenario = Path.GetFileName(scenario), loops, threads, result = comparison.ForJson() }));
            return 0;
        }
        finally
        {
            foreach (Process loop in busy)
            {
                loop.Kill(entireProcessTree: true);
                loop.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }
}
