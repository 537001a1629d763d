using System.Text.Json;
using Fleet.Host.Results;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>
/// On a disk that is full or read-only no finished work is lost: the table is shown, a sentence says what could not be written,
/// and the folder can be gone on with or holds nothing half-written.
/// </summary>
[Collection(FolderCollection.Name)]
[Trait("Category", "Long")]
public sealed class SmallDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SharedCache _cache;

    public SmallDiskTests(SharedCache cache) => _cache = cache;

    public static TheoryData<int, int> Disks => LongRun.Wanted
        ? new() { { 120, 2_000 }, { 1_000, 12_000 }, { 10_000, 120_000 } }
        : new() { { 120, 2_000 }, { 1_000, 12_000 } };

    /// <summary>Sizes, and how much of them is free: for the first cell, or for both and not for the figures.</summary>
    public static TheoryData<int, int> AttackDisks => LongRun.Wanted
        ? new() { { 120, 16 }, { 120, 60 }, { 1_000, 16 }, { 1_000, 60 }, { 10_000, 16 }, { 10_000, 60 } }
        : new() { { 120, 24 }, { 120, 60 } };

    public void Dispose() => _folder.Dispose();

    [DiskTheory]
    [MemberData(nameof(Disks))]
    public void A_run_shows_its_table_and_keeps_what_finds_room(int kilobytes, int devices)
    {
        using var disk = SmallDisk.OfKilobytes(kilobytes);
        string scenario = _folder.Write("requests.yaml", SmallScenarios.Requests(devices));
        string[] command = ["run", scenario, "--out", disk.PathOf("out")];
        FleetSimProcess.Outcome outcome = InProcess.Run([.. command, "--ignore-forecast"]);
        AssertFailed(outcome, "resultHash");
        string[] files = [.. Directory.GetFileSystemEntries(disk.PathOf("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Contains("summary.json", files);
        Assert.Contains(RunFolder.Marker, files);
        Assert.DoesNotContain(Manifest.FileName, files);
        Assert.DoesNotContain(files, file => file.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal));
        RunSummary kept = ResultsJson.ReadSummary(disk.PathOf("out", "summary.json"));
        Assert.Equal("none", kept.RequestsFile.Mode);

        disk.Grow(40 * kilobytes);
        Assert.Equal(0, InProcess.Run([.. command, "--force"]).ExitCode);
        Assert.Equal(kept.ResultHash, ResultsJson.ReadSummary(disk.PathOf("out", "summary.json")).ResultHash);
        Assert.NotNull(ResultsJson.TryReadManifest(disk.PathOf("out")));
    }

    [DiskTheory]
    [MemberData(nameof(Disks))]
    public void A_run_that_cannot_keep_its_checkpoints_stops_with_its_table_and_goes_on_where_it_can(int kilobytes, int devices)
    {
        using var disk = SmallDisk.OfKilobytes(kilobytes);
        string scenario = _folder.Write("requests.yaml", SmallScenarios.Requests(devices));
        string[] command = ["run", scenario, "--out", disk.PathOf("out")];
        FleetSimProcess.Outcome outcome = InProcess.Run([.. command, "--ignore-forecast", "--checkpoint-every", "1s"]);
        AssertFailed(outcome, "resultHash");
        bool resumable = outcome.Error.Contains("--resume", StringComparison.Ordinal);
        Assert.Equal(resumable, Directory.Exists(disk.PathOf("out", "checkpoints")));
        Assert.Equal(resumable, Directory.Exists(disk.PathOf("out")));
        disk.Grow(40 * kilobytes);
        FleetSimProcess.Outcome again = InProcess.Run(resumable ? ["run", "--resume", disk.PathOf("out")] : command);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(0, InProcess.Run("run", scenario, "--out", _folder.PathOf("whole"), "--quiet").ExitCode);
        Assert.Equal(
            File.ReadAllBytes(_folder.PathOf("whole", "requests.parquet")), File.ReadAllBytes(disk.PathOf("out", "requests.parquet")));
    }

    [DiskTheory]
    [MemberData(nameof(Disks))]
    public void A_sweep_shows_every_cell_that_it_has_computed_and_goes_on_with_the_finished_ones(int kilobytes, int devices)
    {
        using var disk = SmallDisk.OfKilobytes(kilobytes);
        string scenario = _folder.Write("requests.yaml", SmallScenarios.Requests(devices / 4));
        string[] command = ["sweep", scenario, "--grid", "seed=1,2,3,4,5,6,7,8", "--out", disk.PathOf("out")];
        FleetSimProcess.Outcome outcome = InProcess.Run([.. command, "--ignore-forecast"]);
        AssertFailed(outcome, "mean ms");
        Assert.Contains("To go on, run the same command", outcome.Error, StringComparison.Ordinal);
        Dictionary<string, byte[]> finished = Finished(disk.PathOf("out"), Manifest.FileName);
        Assert.Empty(Directory.GetFiles(disk.PathOf("out"), "*" + AtomicFile.PartialSuffix, SearchOption.AllDirectories));

        disk.Grow(40 * kilobytes);
        FleetSimProcess.Outcome again = InProcess.Run(command);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.All(finished, cell => Assert.Equal(cell.Value, File.ReadAllBytes(cell.Key)));
        Assert.Equal(8, Finished(disk.PathOf("out"), Manifest.FileName).Count);
    }

    [DiskTheory]
    [MemberData(nameof(AttackDisks))]
    public void An_attack_shows_every_cell_that_it_has_computed_and_goes_on_with_the_finished_ones(int kilobytes, int free)
    {
        using var disk = SmallDisk.OfKilobytes(kilobytes);
        disk.Fill(free);
        string[] command =
        [
            "attack", "--data", _cache.Digits, "--epochs", "1", "--splits", "ReLU1,ReLU2", "--attacks", "rmle{iterations: 40}", "--images", "2", "--out", disk.PathOf("out"),
        ];
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(_folder.FullPath, _cache.Path, command);
        AssertFailed(outcome, "PSNR");
        Dictionary<string, byte[]> finished = Finished(disk.PathOf("out"), "0*.json");
        Assert.Empty(Directory.GetFiles(disk.PathOf("out"), "*" + AtomicFile.PartialSuffix, SearchOption.AllDirectories));

        disk.Grow(kilobytes + 2_000);
        FleetSimProcess.Outcome again = FleetSimProcess.Run(_folder.FullPath, _cache.Path, command);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.All(finished, cell => Assert.Equal(cell.Value, File.ReadAllBytes(cell.Key)));
        Assert.Equal(2, Finished(disk.PathOf("out"), "0*.json").Count);
    }

    [DiskTheory]
    [InlineData("run")]
    [InlineData("sweep", "--grid", "seed=1,2")]
    [InlineData("attack")]
    [InlineData("train")]
    [InlineData("data")]
    public void A_read_only_place_is_refused_before_anything_is_computed(string name, params string[] more)
    {
        using var disk = SmallDisk.ReadOnly();
        string scenario = _folder.Write("requests.yaml", SmallScenarios.Requests(10));
        FleetSimProcess.Outcome outcome = InProcess.Run(name switch
        {
            "attack" => ["attack", "--out", disk.PathOf("out"), "--images", "1"],
            "train" => ["train", "--out", disk.PathOf("weights.safetensors")],
            "data" => ["data", "fetch", "mnist", "--data-folder", disk.FullPath, "--mirror", "http://127.0.0.1:9/"],
            _ => [name, scenario, "--out", disk.PathOf("out"), .. more],
        });
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("cannot be written: Read-only file system", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Training", outcome.Error, StringComparison.Ordinal);
    }

    [DiskTheory]
    [InlineData("weights", "decoded")]
    public void A_cache_that_cannot_be_written_is_a_warning_and_the_weights_are_used_from_memory(params string[] caches)
    {
        using SmallDisk disk = SmallDisk.ReadOnly();
        PictureFolder.Write(_folder, "digits", train: 60, test: 20);
        string network = Path.Combine(Scenarios.ScenarioFiles.Root, "scenarios", "networks", "small-net.yaml");
        FleetSimProcess.Outcome outcome = FleetSimProcess.Run(
            _folder.FullPath, disk.FullPath, "train", "--network", network, "--data", "digits", "--epochs", "1", "--out", "own.safetensors");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("test accuracy", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("own.safetensors")));
        Assert.All(caches, cache => Assert.Single(outcome.Error.Split('\n'), line =>
            line.StartsWith("The cache ", StringComparison.Ordinal) && line.Contains($"/{cache} cannot be written: Read-only file system", StringComparison.Ordinal)));
    }

    private static void AssertFailed(FleetSimProcess.Outcome outcome, string table)
    {
        Assert.True(outcome.ExitCode == 1, outcome.Error);
        Assert.Contains(table, outcome.Output, StringComparison.Ordinal);
        string problem = Assert.Single(outcome.Error.Split('\n'), line => line.StartsWith("fleetsim: ", StringComparison.Ordinal));
        Assert.Contains("No space left on device", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", outcome.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, byte[]> Finished(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
}
