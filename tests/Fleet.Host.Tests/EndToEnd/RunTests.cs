using System.Text.Json;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

[Collection(ProgramCollection.Name)]
public sealed class RunTests(SharedCache cache)
{
    [Fact]
    public void Equal_seeds_give_equal_hashes_and_bytes_and_another_seed_does_not()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits));
        Assert.Equal(0, Run(folder, "run", "small.yaml", "--out", "a", "--quiet").ExitCode);
        Assert.Equal(0, Run(folder, "run", "small.yaml", "--out", "b", "--quiet").ExitCode);
        Assert.Equal(0, Run(folder, "run", "small.yaml", "--out", "c", "--quiet", "--seed", "4").ExitCode);

        (JsonElement a, JsonElement b, JsonElement c) = (Summary(folder, "a"), Summary(folder, "b"), Summary(folder, "c"));
        foreach (string hash in (string[])["resultHash", "tensorHash"])
        {
            Assert.Equal(a.GetProperty(hash).GetString(), b.GetProperty(hash).GetString());
            Assert.NotEqual(a.GetProperty(hash).GetString(), c.GetProperty(hash).GetString());
        }

        foreach (string file in (string[])["requests.parquet", "leakage.parquet", .. Pictures(folder, "a")])
        {
            Assert.Equal(File.ReadAllBytes(folder.PathOf("a", file)), File.ReadAllBytes(folder.PathOf("b", file)));
            Assert.NotEqual(File.ReadAllBytes(folder.PathOf("a", file)), File.ReadAllBytes(folder.PathOf("c", file)));
        }
    }

    [Fact]
    public void Learned_defences_are_trained_once_and_give_the_same_hashes_again()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits)
            .Replace("defense: dropout 30 %", "defense: [nopeek 0.5, shredder, quantize 8 bit]", StringComparison.Ordinal));
        FleetSimProcess.Outcome first = Run(folder, "run", "small.yaml", "--out", "a");
        FleetSimProcess.Outcome second = Run(folder, "run", "small.yaml", "--out", "b");
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("Training defence", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Training defence", second.Error, StringComparison.Ordinal);

        (JsonElement a, JsonElement b) = (Summary(folder, "a"), Summary(folder, "b"));
        Assert.Equal(a.GetProperty("tensorHash").GetString(), b.GetProperty("tensorHash").GetString());
        Assert.Contains(
            a.GetProperty("accuracy").EnumerateArray(),
            row => row.GetProperty("defense").GetString() == "nopeek:0.5@activation+shredder:1@activation+quantize:8bit@activation");
    }

    [Fact]
    public void Any_attack_is_mounted_on_a_fleet_and_its_rows_say_whether_it_knew_the_defence()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits).Replace("dropout 30 %", "[permute, gaussian 0.5]", StringComparison.Ordinal));
        string attack = "adversary={ at: cloud, attack: { name: inverse-network, training-steps: 20, transmissions: all }, targets: { devices: 4, per-device: 3 } }";
        foreach (string regions in (string[])["1", "3"])
        {
            FleetSimProcess.Outcome outcome = Run(folder, "run", "small.yaml", "--out", regions, "--quiet", "--regions", regions, "--set", attack, "--set", "results.accuracy=none");
            Assert.True(outcome.ExitCode == 0, outcome.Error);
        }

        JsonElement[] rows = [.. Summary(folder, "1").GetProperty("leakage").EnumerateArray()];
        Assert.Equal(["black-box inverse-network False", "black-box inverse-network True"], rows
            .Select(row => $"{row.GetProperty("knowledge")} {row.GetProperty("attack")} {row.GetProperty("adaptive")}").Order(StringComparer.Ordinal));
        JsonElement noisy = rows.Single(row => row.GetProperty("adaptive").GetBoolean());
        JsonElement plain = rows.Single(row => !row.GetProperty("adaptive").GetBoolean());
        Assert.True(noisy.GetProperty("dfilMseBound").GetProperty("mean").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("dfil").ValueKind);
        Assert.All(rows, row => Assert.InRange(row.GetProperty("identificationAccuracy").GetProperty("mean").GetDouble(), 0, 1));
        Assert.All(rows, row => Assert.InRange(row.GetProperty("distanceCorrelation").GetDouble(), 0, 1));
        Assert.Equal(File.ReadAllBytes(folder.PathOf("1", "leakage.parquet")), File.ReadAllBytes(folder.PathOf("3", "leakage.parquet")));

        JsonElement[] attacks = [.. Read(folder, "1", "manifest.json").GetProperty("attacks").EnumerateArray()];
        Assert.Equal(rows.Select(row => (row.GetProperty("defense").GetString(), row.GetProperty("adaptive").GetBoolean())), attacks
            .Select(one => (one.GetProperty("defense").GetString(), one.GetProperty("adaptive").GetBoolean())));
        Assert.All(attacks, one => Assert.Equal(20, one.GetProperty("settings").GetProperty("fit").GetProperty("steps").GetInt32()));
        Assert.Equal(["camera", "sensor"], attacks.SelectMany(one => one.GetProperty("deviceClasses").EnumerateArray()).Select(name => name.GetString()).Order(StringComparer.Ordinal));
    }

    /// <summary>The hash of every ready scenario: ScenarioHashTests. Here, the files.</summary>
    [Fact]
    public void Any_number_of_regions_gives_the_same_hash_and_bytes() => GivesTheSame("noise-and-dropout", "3");

    [LongTheory]
    [Trait("Long", "ci")]
    [InlineData("quickstart")]
    [InlineData("noise-and-dropout")]
    [InlineData("mm1-server")]
    public void Any_number_of_regions_gives_the_same_hash_and_bytes_in_more_scenarios(string scenario) =>
        GivesTheSame(scenario, "2", "3", "4", "7");

    private void GivesTheSame(string scenario, params string[] numbersOfRegions)
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", scenario + ".yaml");
        string[] common = ["run", file, "--quiet", "--set", "adversary=null", "--set", "results={ requests: all, accuracy: none }"];
        Assert.Equal(0, Run(folder, [.. common, "--out", "1", "--regions", "1"]).ExitCode);
        foreach (string regions in numbersOfRegions)
        {
            Assert.Equal(0, Run(folder, [.. common, "--out", regions, "--regions", regions]).ExitCode);
            Assert.Equal(Summary(folder, "1").GetProperty("resultHash").GetString(), Summary(folder, regions).GetProperty("resultHash").GetString());
            Assert.Equal(File.ReadAllBytes(folder.PathOf("1", "requests.parquet")), File.ReadAllBytes(folder.PathOf(regions, "requests.parquet")));
        }
    }

    [Fact]
    public void A_run_writes_its_folder_and_prints_its_table()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits));
        FleetSimProcess.Outcome first = Run(folder, "run", "small.yaml");
        FleetSimProcess.Outcome second = Run(folder, "run", "small.yaml", "--json");
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("ReLU1", first.Output, StringComparison.Ordinal);
        Assert.Contains("Simulat", first.Error, StringComparison.Ordinal);

        string[] files = ["leakage.parquet", "manifest.json", "report.html", "requests.parquet", "summary.json"];
        foreach (string run in (string[])["001", "002"])
        {
            Assert.Equal(files, Directory.GetFiles(folder.PathOf("runs", "small", run)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(2, Directory.GetFiles(folder.PathOf("runs", "small", run, "reconstructions"), "*.png").Length);
        }

        JsonElement printed = JsonDocument.Parse(second.Output).RootElement;
        Assert.Equal(Summary(folder, Path.Combine("runs", "small", "002")).GetRawText(), printed.GetRawText());
        Assert.Equal(8, printed.GetProperty("leakage").EnumerateArray().Sum(row => row.GetProperty("samples").GetInt32()));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused_without_force()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits));
        Directory.CreateDirectory(folder.PathOf("out"));
        File.WriteAllText(folder.PathOf("out", "mine.txt"), "keep me");
        FleetSimProcess.Outcome refused = Run(folder, "run", "small.yaml", "--out", "out", "--quiet");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(folder.PathOf("out")).Select(Path.GetFileName));

        Assert.Equal(0, Run(folder, "run", "small.yaml", "--out", "out", "--quiet", "--force").ExitCode);
        Assert.Equal("keep me", File.ReadAllText(folder.PathOf("out", "mine.txt")));
        Assert.True(File.Exists(folder.PathOf("out", "summary.json")));
    }

    [Fact]
    public void A_scenario_with_mistakes_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("bad.yaml", SmallScenarios.Small.Replace("split: ReLU1", "split: RelU1", StringComparison.Ordinal));
        FleetSimProcess.Outcome outcome = InProcess.Run("run", file, "--out", folder.PathOf("out"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("bad.yaml:15:12", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("ReLU1", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["bad.yaml"], Directory.GetFileSystemEntries(folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void Ten_mistakes_give_ten_located_messages_and_no_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ten.yaml", File.ReadAllText(Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Scenarios", "ten-mistakes.yaml")));
        FleetSimProcess.Outcome outcome = Run(folder, "run", "ten.yaml");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal(10, outcome.Error.Split('\n').Count(line => line.StartsWith("ten.yaml:", StringComparison.Ordinal) && line.Count(c => c == ':') >= 3));
        Assert.Equal(["ten.yaml"], Directory.GetFileSystemEntries(folder.FullPath).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_the_run_cleanly_and_keeps_what_is_finished(string signal)
    {
        using var folder = new TemporaryFolder();
        folder.Write("endless.yaml", SmallScenarios.Endless);
        using FleetSimProcess process = FleetSimProcess.Start(folder.FullPath, cache.Path, "run", "endless.yaml", "--out", "out");
        process.WaitForError("s simulated");
        process.Signal(signal);
        FleetSimProcess.Outcome outcome = process.WaitForEnd();

        Assert.Equal(130, outcome.ExitCode);
        Assert.Contains("nterrupted", outcome.Error, StringComparison.Ordinal);
        JsonElement summary = Summary(folder, "out");
        Assert.True(summary.GetProperty("requests").GetProperty("answered").GetInt64() > 0);
        Assert.Equal("interrupted", Read(folder, "out", "manifest.json").GetProperty("status").GetString());
    }

    /// <summary>The pictures take seconds to decode. Those of a part are kept when all are decoded.</summary>
    [Fact]
    public void A_signal_ends_the_decoding_of_pictures_at_once()
    {
        using var folder = new TemporaryFolder();
        PictureFolder.WriteLarge(folder, "large", perClass: 60);
        folder.Write("small.yaml", SmallScenarios.SmallOn("{ folder: ./large, resize: 28x28 }"));
        using FleetSimProcess process = FleetSimProcess.Start(folder.FullPath, folder.PathOf("cache"), "run", "small.yaml", "--out", "out");
        process.WaitForError("Expected");
        process.Signal("INT");
        FleetSimProcess.Outcome outcome = process.WaitForEnd();

        Assert.Equal(130, outcome.ExitCode);
        Assert.EndsWith("Interrupted before anything was finished; nothing was written.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(folder.PathOf("cache")) ? Directory.GetFiles(folder.PathOf("cache"), "*.pictures", SearchOption.AllDirectories) : []);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    private FleetSimProcess.Outcome Run(TemporaryFolder folder, params string[] arguments) =>
        FleetSimProcess.Run(folder.FullPath, cache.Path, arguments);

    private static JsonElement Summary(TemporaryFolder folder, string run) => Read(folder, run, "summary.json");

    private static JsonElement Read(TemporaryFolder folder, string run, string file) =>
        JsonDocument.Parse(File.ReadAllText(folder.PathOf(run, file))).RootElement;

    private static IEnumerable<string> Pictures(TemporaryFolder folder, string run) =>
        Directory.GetFiles(folder.PathOf(run, "reconstructions")).Select(path => Path.GetRelativePath(folder.PathOf(run), path));
}
