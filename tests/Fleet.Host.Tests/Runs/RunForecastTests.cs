using System.Globalization;
using Fleet.Host.Forecasts;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.EndToEnd;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.Runs;

[Collection(ProgramCollection.Name)]
public sealed class RunForecastTests(SharedCache cache)
{
    private const double Factor = 1.5;

    [Fact]
    public void A_run_of_100000_devices_takes_the_memory_and_disk_that_were_forecast_within_a_factor()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Fleet(100_000));
        RunForecast forecast = Of(folder.PathOf("fleet.yaml"));
        using FleetSimProcess process = FleetSimProcess.Start(folder.FullPath, cache.Path, "run", "fleet.yaml", "--out", "out", "--quiet");
        long peak = process.PeakMemoryUntilExit();
        Assert.Equal(0, process.WaitForEnd().ExitCode);
        long disk = Directory.GetFiles(folder.PathOf("out")).Sum(file => new FileInfo(file).Length);
        Assert.InRange(peak, forecast.MemoryBytes / Factor, forecast.MemoryBytes * Factor);
        Assert.InRange(disk, forecast.DiskBytes / Factor, forecast.DiskBytes * Factor);
    }

    [Fact]
    public void A_run_with_checkpoints_takes_the_disk_that_was_forecast_within_a_factor()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Fleet(20_000));
        long forecast = RunForecast.Of(ScenarioReader.ReadFile(folder.PathOf("fleet.yaml")).Scenario!, keepsCheckpoints: true).DiskBytes;
        using FleetSimProcess process = FleetSimProcess.Start(
            folder.FullPath, cache.Path, "run", "fleet.yaml", "--out", "out", "--checkpoint-every", "0.5 s");
        long peak = process.PeakUntilExit(() => SizeOf(folder.PathOf("out")));
        FleetSimProcess.Outcome outcome = process.WaitForEnd();
        Assert.Equal(0, outcome.ExitCode);
        Assert.InRange(peak, forecast / Factor, forecast * Factor);
        Assert.Contains($"{ByteText.Of(forecast)} on disk", outcome.Error, StringComparison.Ordinal);
        Assert.True(peak > 3 * Of(folder.PathOf("fleet.yaml")).DiskBytes);
    }

    [Fact]
    public void A_run_that_cannot_fit_is_refused_with_the_figures_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Fleet(2_000_000_000));
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(folder.FullPath, cache.Path, "run", "fleet.yaml", "--out", "out");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("needs more memory than there is. Expected: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--ignore-forecast", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    [Fact]
    public void What_a_run_needs_is_printed_before_it_starts()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Fleet(100));
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(folder.FullPath, cache.Path, "run", "fleet.yaml", "--out", "out", "--threads", "1");
        Assert.Matches(@"^Expected: \d+ MB of memory \(\d+(\.\d)? GB in all\), 0\.\d MB on disk \(.* free\), (about \d+ s|less than 1 s) on this machine\n", outcome.Error);
        Assert.Contains("simulated on 1 thread\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Disk_is_looked_at_where_the_results_go_and_a_lack_of_it_is_refused()
    {
        using var folder = new TemporaryFolder();
        RunLimits limits = RunLimits.Of(folder.PathOf("not", "there", "yet"));
        Assert.True(limits.DiskBytes > 0);
        var forecast = new RunForecast(1, limits.DiskBytes!.Value + 1);
        Assert.Contains("more free disk", Assert.Throws<UsageException>(() => limits.ThrowIfTooLarge(forecast, "--x")).Message, StringComparison.Ordinal);
        limits.ThrowIfTooLarge(new RunForecast(1, 1), "--x");
    }

    [Fact]
    public void An_overloaded_link_needs_memory_for_the_requests_that_pile_up()
    {
        using var folder = new TemporaryFolder();
        folder.Write("light.yaml", Fleet(10_000));
        folder.Write("heavy.yaml", Fleet(10_000).Replace("up: 10 Mbit/s", "up: 10 kbit/s", StringComparison.Ordinal));
        Assert.True(Of(folder.PathOf("heavy.yaml")).MemoryBytes > Of(folder.PathOf("light.yaml")).MemoryBytes + 20_000_000);
    }

    [Fact]
    public void Workers_are_in_the_forecast_of_memory()
    {
        using var folder = new TemporaryFolder();
        folder.Write("few.yaml", Workers(1));
        folder.Write("many.yaml", Workers(40_000_000));
        long more = Of(folder.PathOf("many.yaml")).MemoryBytes - Of(folder.PathOf("few.yaml")).MemoryBytes;
        Assert.InRange(more, 72L * 39_000_000, 72L * 41_000_000);
    }

    /// <summary>72 bytes each are more than any machine that runs this has.</summary>
    [Fact]
    public void More_workers_than_memory_has_room_for_are_refused_before_the_run()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Workers(2_000_000_000).Replace("workers: ", "count: 100, workers: ", StringComparison.Ordinal));
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(folder.FullPath, cache.Path, "run", "fleet.yaml", "--out", "out");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("needs more memory than there is. Expected: 14400 GB of memory", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    [Fact]
    public void A_sweep_needs_room_for_the_results_of_all_its_runs_and_memory_for_the_largest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("fleet.yaml", Fleet(1_000));
        ScenarioReading reading = ScenarioReader.ReadFile(folder.PathOf("fleet.yaml"), ScenarioOverride.FromSet(["sweep.split=[ReLU1, ReLU2, pool2]", "sweep.replications=4"]));
        RunForecast one = RunForecast.Of(reading.Scenario!);
        RunForecast all = RunForecast.OfAll(reading.Sweep!.Runs);
        Assert.Equal(12 * one.DiskBytes, all.DiskBytes);
        Assert.Equal(reading.Sweep.Runs.Max(run => RunForecast.Of(run.Scenario).MemoryBytes), all.MemoryBytes);
    }

    [Fact]
    public void Replications_are_counted_not_gone_through_one_by_one()
    {
        ScenarioReading reading = ScenarioFiles.ReadSetting("sweep.seed=[1, 100_001]", "sweep.replications=100_000");
        Assert.Equal(2, reading.Sweep!.Runs.Count());
        Assert.Equal(200_000 * RunForecast.Of(reading.Scenario!).DiskBytes, RunForecast.OfAll(reading.Sweep.Runs).DiskBytes);
    }

    // Files come and go meanwhile.
    private static long SizeOf(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0)
        : 0;

    private static RunForecast Of(string file) => RunForecast.Of(ScenarioReader.ReadFile(file).Scenario!);

    private static string Workers(int workers) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: workers forecast
        seed: 1
        duration: 10 s
        model: { network: lenet5, data: synthetic-digits }
        results: { requests: all, accuracy: none }
        devices: [ { class: a, compute: unlimited, arrivals: periodic every 1 s, split: pool2, uplink: l } ]
        links: [ { name: l, up: unlimited, down: unlimited, latency: 1 ms, to: s } ]
        servers: [ { name: s, compute: unlimited, workers: {{workers}} } ]
        """);

    private static string Fleet(int devices) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: fleet
        duration: 5 s
        model: { network: lenet5, data: synthetic-digits }
        devices:
          - { class: camera, count: {{devices}}, compute: raspberry-pi-4, arrivals: poisson 1/s, split: ReLU2, uplink: cell }
        links:
          - { name: cell, shared-by: 50, up: 10 Mbit/s, down: 10 Mbit/s, latency: 20 ms, to: cloud }
        servers:
          - { name: cloud, count: 100, workers: 4, compute: 100 GFLOP/s, batch: { size: 8, wait: 2 ms } }
        results: { accuracy: none }
        """);
}
