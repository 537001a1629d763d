using System.Diagnostics;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Fleets that are larger than the memory end at once and say so, whichever thread finds that there is none left.</summary>
public sealed class OutOfMemoryTests
{
    [Theory]
    [InlineData("0x20000000", 1)]
    [InlineData("0x20000000", 2)]
    [InlineData("0x8000000", 1)]
    public Task Entities_that_find_no_memory_end_the_run(string limit, int regions) =>
        Ends(Scenario(devices: 1_500_000, rate: "0.02/s", link: "profile: 4g-us-2019"), limit, regions);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Requests_that_find_no_memory_end_the_run(int regions) =>
        Ends(Scenario(devices: 100_000, rate: "20/s", link: "up: 100 kbit/s, down: 1 Mbit/s, latency: 1 ms"), "0x10000000", regions);

    private static string Scenario(int devices, string rate, string link) => $$"""
        name: killed
        seed: 5
        duration: 600 s
        results: { requests: none, accuracy: none }
        model: { network: lenet5, data: synthetic-digits }
        devices:
          - { class: sensor, count: {{devices}}, compute: raspberry-pi-4, arrivals: poisson {{rate}}, split: ReLU2, defense: dropout 30 %, uplink: cell }
          - { class: cam, count: 500, compute: { rate: 1 GFLOP/s, service: exponential }, arrivals: periodic 2/s, split: ReLU1, uplink: cell }
        links:
          - { name: cell, shared-by: 5000, {{link}}, to: edge }
        servers:
          - { name: edge, count: 5, workers: 4, compute: 100 GFLOP/s, batch: { size: 8, wait: 2 ms } }
        """;

    private static async Task Ends(string scenario, string limit, int regions)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.PathOf("large.yaml"), scenario);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder.FullPath, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "fleetsim.dll"), "run", "large.yaml", "--ignore-forecast", "--quiet", "--regions", $"{regions}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = limit;
        start.Environment["XDG_CACHE_HOME"] = folder.FullPath;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 1, $"{process.ExitCode}: {error}");
        Assert.Contains("fleetsim: the run failed: there is not enough memory.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("OutOfMemoryException", error, StringComparison.Ordinal);
        await output;
    }
}
