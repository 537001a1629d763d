using System.Text.Json;
using Fleet.Host.Results;
using Fleet.Host.Tests.Support;
using Xunit.Abstractions;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Runs with checkpoints, killed, interrupted, damaged and failed, give in the end what an unbroken run gives.</summary>
[Collection(FolderCollection.Name)]
public sealed class ResumeTests : IClassFixture<UnbrokenRun>, IDisposable
{
    private const string Scenario = "checkpointed.yaml";

    private readonly TemporaryFolder _folder = new();
    private readonly SharedCache _cache;
    private readonly UnbrokenRun _unbroken;
    private readonly ITestOutputHelper _output;

    public ResumeTests(SharedCache cache, UnbrokenRun unbroken, ITestOutputHelper output)
    {
        _cache = cache;
        _unbroken = unbroken;
        _output = output;
        _folder.Write(Scenario, SmallScenarios.Checkpointed);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Amid a checkpoint, and at no event.</summary>
    [Fact]
    public void Runs_killed_at_two_moments_end_with_the_hash_and_bytes_of_the_unbroken_run() => KillsAndResumes(3, 8);

    [LongFact]
    public void A_hundred_runs_killed_at_other_moments_end_with_the_hash_and_bytes_of_the_unbroken_run() =>
        Assert.NotEqual(0, KillsAndResumes([.. Enumerable.Range(0, 100)]));

    /// <summary>Gives how many of the runs were killed while a checkpoint was being written.</summary>
    private int KillsAndResumes(params int[] moments)
    {
        int equal = 0;
        int amidWriting = 0;
        Parallel.ForEach(moments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            string run = $"killed-{i}";
            KillAt(i, run, "run", Scenario, "--out", run, "--quiet", "--checkpoint-every", "2s", "--regions", $"{1 + (i % 2)}");
            Interlocked.Add(ref amidWriting, Directory.GetFiles(_folder.PathOf(run, "checkpoints"), "*.checkpoint.partial").Length);
            if (i % 5 == 1)
            {
                KillAt(i + 3, run, "run", "--resume", run, "--quiet");
            }

            FleetSimProcess.Outcome outcome = Run("run", "--resume", run, "--quiet");
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
            AssertAsUnbroken(run);
            Interlocked.Increment(ref equal);
        });
        _output.WriteLine($"{equal} of {moments.Length} equal; {amidWriting} were killed while a checkpoint was being written");
        Assert.Equal(moments.Length, equal);
        return amidWriting;
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_it_used_and_without_any_the_run_says_what_to_do()
    {
        KillAt(9, "damaged", "run", Scenario, "--out", "damaged", "--quiet", "--checkpoint-every", "1s");

        // Two are kept, and for a moment three: a new one is there before the oldest is removed.
        string[] files = Checkpoints("damaged");
        Assert.InRange(files.Length, 2, 3);
        (string newest, string before) = (files[^1], files[^2]);
        Flip(newest, 0.5);
        CopyFolder("damaged", "both");
        Array.ForEach(Checkpoints("both")[..^1], file => Flip(file, 0.9));

        FleetSimProcess.Outcome outcome = Run("run", "--resume", "damaged");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"The checkpoint at {SecondsOf(newest)} s cannot be used", outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"goes on from the checkpoint at {SecondsOf(before)} s", outcome.Error, StringComparison.Ordinal);
        AssertAsUnbroken("damaged");

        FleetSimProcess.Outcome hopeless = Run("run", "--resume", "both");
        Assert.Equal(1, hopeless.ExitCode);
        Assert.Contains("None of the checkpoints", hopeless.Error, StringComparison.Ordinal);
        Assert.Contains("--force", hopeless.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("run", Scenario, "--out", "both", "--force", "--quiet").ExitCode);
        AssertAsUnbroken("both");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_run_keeps_its_results_and_where_it_was_says_how_to_go_on_and_does(string signal)
    {
        // No checkpoint is due before the end: the one that is there is that of the interruption.
        using (FleetSimProcess process = FleetSimProcess.Start(
            _folder.FullPath, _cache.Path, "run", Scenario, "--out", "stopped", "--checkpoint-every", "1h"))
        {
            string rows = _folder.PathOf("stopped", "checkpoints", "requests.rows");
            WaitFor(process, () => File.Exists(rows) && new FileInfo(rows).Length > 0);
            process.Signal(signal);
            FleetSimProcess.Outcome interrupted = process.WaitForEnd();
            Assert.Equal(130, interrupted.ExitCode);
            Assert.Contains($"fleetsim run --resume {_folder.PathOf("stopped")}", interrupted.Error, StringComparison.Ordinal);
        }

        Assert.Single(Checkpoints("stopped"));
        byte[] results = File.ReadAllBytes(_folder.PathOf("stopped", "summary.json"));
        Assert.Equal("interrupted", Read("stopped", "manifest.json").GetProperty("status").GetString());
        FleetSimProcess.Outcome refused = Run("run", Scenario, "--out", "stopped");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--resume", refused.Error, StringComparison.Ordinal);

        // Killed, the resumed run leaves the results that stood there.
        using (FleetSimProcess process = FleetSimProcess.Start(_folder.FullPath, _cache.Path, "run", "--resume", "stopped", "--quiet"))
        {
            WaitFor(process, () => File.Exists(_folder.PathOf("stopped", FolderLock.FileName)));
            process.Kill();
        }

        Assert.Equal(results, File.ReadAllBytes(_folder.PathOf("stopped", "summary.json")));
        Assert.Equal("interrupted", Read("stopped", "manifest.json").GetProperty("status").GetString());
        Assert.Equal(0, Run("run", "--resume", "stopped", "--quiet").ExitCode);
        AssertAsUnbroken("stopped");
        Assert.Equal("finished", Read("stopped", "manifest.json").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_run_without_checkpoints_does_not_say_how_to_go_on(string signal)
    {
        using FleetSimProcess process = FleetSimProcess.Start(_folder.FullPath, _cache.Path, "run", Scenario, "--out", "stopped", "--set", "duration=1 h");
        WaitFor(process, () => File.Exists(_folder.PathOf("stopped", RunFolder.Marker)));
        process.Signal(signal);
        FleetSimProcess.Outcome interrupted = process.WaitForEnd();
        Assert.Equal(130, interrupted.ExitCode);
        Assert.DoesNotContain("--resume", interrupted.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_half_way_keeps_its_checkpoints_and_says_how_to_go_on()
    {
        // A folder in the place of the file to be written: writing the checkpoint of second 15 fails.
        string obstacle = _folder.PathOf("failed", "checkpoints", "0000000015000000000.checkpoint.partial");
        using (FleetSimProcess process = FleetSimProcess.Start(
            _folder.FullPath, _cache.Path, "run", Scenario, "--out", "failed", "--quiet", "--checkpoint-every", "5s"))
        {
            WaitFor(process, () => File.Exists(_folder.PathOf("failed", "checkpoints", "run.json")));
            Directory.CreateDirectory(obstacle);
            FleetSimProcess.Outcome failed = process.WaitForEnd();
            Assert.Equal(1, failed.ExitCode);
            Assert.Contains("the run failed", failed.Error, StringComparison.Ordinal);
            Assert.Contains("fleetsim run --resume", failed.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_folder.PathOf("failed", "manifest.json")));
        Directory.Delete(obstacle);
        Assert.Equal(0, Run("run", "--resume", "failed", "--quiet").ExitCode);
        AssertAsUnbroken("failed");
    }

    [Fact]
    public void What_cannot_be_resumed_is_refused_in_a_sentence()
    {
        KillAt(4, "killed", "run", Scenario, "--out", "killed", "--quiet", "--checkpoint-every", "2s", "--regions", "2");
        Refuses("not that of the run", "run", "--resume", "killed", "--seed", "12");
        Refuses("not that of the run", "run", "--resume", "killed", "--set", "duration=31 s");
        Refuses("in its own folder", "run", "--resume", "killed", "--out", "elsewhere");
        Refuses("finished already", "run", "--resume", _unbroken.Path);
        Refuses("--checkpoint-every", "run", "--resume", "nowhere");
        Refuses("such as 10min", "run", Scenario, "--out", "new", "--checkpoint-every", "0s");
        Refuses("expected a duration", "run", Scenario, "--out", "new", "--checkpoint-every", "10 apples");
        Assert.False(Directory.Exists(_folder.PathOf("new")));

        string description = _folder.PathOf("killed", "checkpoints", "run.json");
        string text = File.ReadAllText(description);
        string build = JsonDocument.Parse(text).RootElement.GetProperty("build").GetString()!;
        File.WriteAllText(description, text.Replace(build, "0.0.1+other", StringComparison.Ordinal));
        Refuses("begun by FleetSim 0.0.1+other", "run", "--resume", "killed");
        File.WriteAllText(description, text);

        // The scenario given again, with what it was, is no contradiction; other regions are.
        FleetSimProcess.Outcome outcome = Run("run", Scenario, "--resume", "killed", "--seed", "11", "--regions", "3");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("begun in 2 regions", outcome.Error, StringComparison.Ordinal);
        AssertAsUnbroken("killed");
    }

    // Runs the program and kills it: at the description, when a checkpoint or requests.parquet is being written, or some
    // milliseconds after one, each moment another one.
    private void KillAt(int moment, string run, params string[] arguments)
    {
        using FleetSimProcess process = FleetSimProcess.Start(_folder.FullPath, _cache.Path, arguments);
        string checkpoints = _folder.PathOf(run, "checkpoints");
        string last = LastOf(run);
        switch (moment % 10)
        {
            case 0:
                WaitFor(process, () => File.Exists(Path.Combine(checkpoints, "run.json")));
                break;
            case 1 or 2 or 3 or 4:
                WaitFor(process, () => string.CompareOrdinal(LastOf(run), last) > 0 && SecondsOf(LastOf(run)) >= 2 * (moment % 10));
                WaitFor(process, () => HasPartial(checkpoints));
                break;
            case 5:
                WaitFor(process, () => File.Exists(_folder.PathOf(run, "requests.parquet.partial")));
                break;
            default:
                WaitFor(process, () => string.CompareOrdinal(LastOf(run), last) > 0 && SecondsOf(LastOf(run)) >= 2 * (moment % 10) - 10);
                Thread.Sleep(7 * moment);
                break;
        }

        Assert.True(process.IsRunning, $"The run had ended before moment {moment}.");
        process.Kill();
    }

    private static void WaitFor(FleetSimProcess process, Func<bool> condition)
    {
        while (!condition())
        {
            Assert.True(process.IsRunning, "The run ended too early.");
            Thread.Sleep(1); // leaves the core to the program, and is shorter than a checkpoint takes to write
        }
    }

    private static bool HasPartial(string folder) => Directory.EnumerateFiles(folder, "*.checkpoint.partial").Any();

    private string LastOf(string run) => Checkpoints(run).LastOrDefault("");

    private string[] Checkpoints(string run)
    {
        string folder = _folder.PathOf(run, "checkpoints");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.checkpoint").Order(StringComparer.Ordinal)] : [];
    }

    private static long SecondsOf(string checkpoint) =>
        checkpoint.Length == 0 ? 0 : long.Parse(Path.GetFileNameWithoutExtension(checkpoint), System.Globalization.CultureInfo.InvariantCulture) / 1_000_000_000;

    private static void Flip(string file, double place)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[(int)(place * bytes.Length)] ^= 4;
        File.WriteAllBytes(file, bytes);
    }

    private void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(_folder.PathOf(to, "checkpoints"));
        foreach (string file in Directory.GetFiles(_folder.PathOf(from), "*", SearchOption.AllDirectories))
        {
            File.Copy(file, _folder.PathOf(to, Path.GetRelativePath(_folder.PathOf(from), file)));
        }
    }

    private void Refuses(string message, params string[] arguments)
    {
        FleetSimProcess.Outcome outcome = Run(arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private void AssertAsUnbroken(string run)
    {
        JsonElement expected = ReadFile(Path.Combine(_unbroken.Path, "summary.json"));
        JsonElement actual = Read(run, "summary.json");
        foreach (string figure in (string[])["resultHash", "tensorHash", "requests", "latencyMs", "events", "requestsFile"])
        {
            Assert.Equal(expected.GetProperty(figure).GetRawText(), actual.GetProperty(figure).GetRawText());
        }

        foreach (string file in (string[])["requests.parquet", "leakage.parquet"])
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(_unbroken.Path, file)).AsSpan().SequenceEqual(File.ReadAllBytes(_folder.PathOf(run, file))),
                $"{run}/{file} differs from the unbroken run's.");
        }

        string[] files = ["leakage.parquet", "manifest.json", "report.html", "requests.parquet", "summary.json"];
        Assert.Equal(files, Directory.GetFileSystemEntries(_folder.PathOf(run)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private FleetSimProcess.Outcome Run(params string[] arguments) => FleetSimProcess.Run(_folder.FullPath, _cache.Path, arguments);

    private JsonElement Read(string run, string file) => ReadFile(_folder.PathOf(run, file));

    private static JsonElement ReadFile(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}
