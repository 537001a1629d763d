using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Fleet.Benchmarks.Comparing;

/// <summary>Something that takes time, as a whole process.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">The unit of its rate.</param>
/// <param name="Measure">Runs it once; the text is a folder for its results.</param>
internal sealed record Workload(string Name, string Unit, Func<Tools, BuiltTree, string, Sample> Measure)
{
    /// <summary>All that a comparison measures. Only options that every commit has had since the first with such a workload.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("fleet", "requests/s", (tools, tree, _) => Benchmark(
            tools, tree, "requestsPerSecond", "fleet", "--devices", "100000", "--events", "4000000", "--repetitions", "3")),
        new("phold", "events/s", (tools, tree, _) => Benchmark(
            tools, tree, "eventsPerSecond", "phold", "--entities", "100000", "--events", "4000000", "--repetitions", "3")),
        new("pureedge-shape", "runs/s", (tools, tree, folder) => Scenario(tools, tree.Program, tree.Scenario("pureedge-shape"), 1, folder)),
        new("quickstart", "runs/s", (tools, tree, folder) => Scenario(tools, tree.Program, tree.Scenario("quickstart"), 1, folder)),
    ];

    /// <summary>Runs a scenario with a launcher; the rate is that of the whole process.</summary>
    public static Sample Scenario(Tools tools, string program, string scenario, int threads, string folder)
    {
        string[] arguments = ["run", scenario, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--quiet", "--force", "--out", folder];
        long start = Stopwatch.GetTimestamp();
        tools.Output(program, arguments);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using JsonDocument summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "summary.json")));
        return new Sample(1 / seconds, Text(summary.RootElement, "resultHash"));
    }

    private static Sample Benchmark(Tools tools, BuiltTree tree, string rate, params IReadOnlyList<string> arguments)
    {
        string output = tools.Output("dotnet", [tree.Benchmarks, .. arguments, "--json"]);
        using JsonDocument result = JsonDocument.Parse(output);
        return new Sample(result.RootElement.GetProperty(rate).GetDouble(), Text(result.RootElement, "hash"));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
