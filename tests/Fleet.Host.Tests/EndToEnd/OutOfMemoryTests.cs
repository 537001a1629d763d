using System.Diagnostics;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>A fleet that is larger than the memory.</summary>
public sealed class OutOfMemoryTests
{
    private const string Scenario = """
        name: killed
        seed: 5
        duration: 60 s
        warm-up: 5 s
        results: { requests: none, accuracy: none }
        model: { network: lenet5, data: synthetic-digits }
        devices:
          - { class: sensor, count: 1_500_000, compute: raspberry-pi-4, arrivals: poisson 0.02/s, split: ReLU2, defense: dropout 30 %, uplink: cell }
          - { class: cam, count: 500, compute: { rate: 1 GFLOP/s, service: exponential }, arrivals: periodic 2/s, split: ReLU1, uplink: cell }
        links:
          - { name: cell, shared-by: 5000, profile: 4g-us-2019, to: edge }
        servers:
          - { name: edge, count: 5, workers: 4, compute: 100 GFLOP/s, batch: { size: 8, wait: 2 ms } }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_run_that_finds_no_memory_ends_and_says_so(int regions)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.PathOf("large.yaml"), Scenario);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder.FullPath, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "fleetsim.dll"), "run", "large.yaml", "--ignore-forecast", "--quiet", "--regions", $"{regions}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = "0x20000000";
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
