using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

[Collection(FolderCollection.Name)]
public sealed class SweepRunTests(SharedCache cache)
{
    private static readonly string[] Sweep =
        ["sweep", "small.yaml", "--grid", "split=ReLU1,pool1", "--grid", "defense=none,dropout 50 %", "--out", "out", "--json"];

    [Fact]
    public void A_sweep_runs_every_cell_and_goes_on_where_it_was_stopped()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits));
        FleetSimProcess.Outcome first = Run(folder, Sweep);
        Assert.True(first.ExitCode == 0, first.Error);
        JsonElement[] rows = [.. JsonDocument.Parse(first.Output).RootElement.EnumerateArray()];
        Assert.Equal(4, rows.Length);
        Assert.Equal(4, rows.Select(row => row.GetProperty("resultHashes")[0].GetString()).Distinct().Count());
        Assert.Equal(4, rows.Select(row => row.GetProperty("ssim").GetProperty("mean").GetDouble()).Distinct().Count());

        // As if it had been stopped in the third cell: that one is run again, the finished ones are not touched.
        string[] manifests = [.. Directory.GetFiles(folder.PathOf("out"), "manifest.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(4, manifests.Length);
        DateTime[] before = [.. manifests.Select(File.GetLastWriteTimeUtc)];
        File.Delete(manifests[2]);
        File.Delete(folder.PathOf("out", "sweep.parquet"));
        FleetSimProcess.Outcome second = Run(folder, Sweep);
        Assert.Equal((0, first.Output), (second.ExitCode, second.Output));
        DateTime[] after = [.. manifests.Select(File.GetLastWriteTimeUtc)];
        Assert.Equal([true, true, false, true], before.Zip(after, (a, b) => a == b));

        foreach (string file in (string[])["sweep.parquet", "sweep.png", "sweep.svg"])
        {
            Assert.True(new FileInfo(folder.PathOf("out", file)).Length > 1000, file);
        }

        Assert.Equal(4, Rows(folder.PathOf("out", "sweep.parquet")));
    }

    /// <summary>sw.yaml of the cases: a finished cell is believed only when its files are what was written, by this build.</summary>
    [Theory]
    [InlineData("summary.json", ".*", "", "summary.json is empty")]
    [InlineData("summary.json", null, null, "summary.json is missing")]
    [InlineData("summary.json", "\"issued\": [0-9]", "\"issued\": 7", "summary.json is not what was written")]
    [InlineData("requests.parquet", null, null, "requests.parquet is missing")]
    [InlineData("manifest.json", "\"version\": \"", "\"version\": \"0.0.1-", "it was made by FleetSim 0.0.1-")]
    [InlineData("manifest.json", ".*", "", "manifest.json is damaged")]
    [InlineData("manifest.json", null, null, "manifest.json is missing")]
    public void A_finished_cell_that_was_changed_runs_again_with_a_line_that_says_so(string file, string? old, string? changed, string reason)
    {
        using var folder = new TemporaryFolder();
        string[] sweep =
            ["sweep", folder.Write("sw.yaml", SmallScenarios.Requests(20)), "--grid", "seed=1,2", "--out", folder.PathOf("out"), "--quiet"];
        Assert.Equal((0, ""), Outcome(InProcess.Run(sweep)));
        string path = folder.PathOf("out", "cells", "0001", "000", file);
        string[] others = [.. Directory.GetFiles(folder.PathOf("out", "cells", "0000", "000"))];
        DateTime[] before = [.. others.Select(File.GetLastWriteTimeUtc)];
        string text = old is null ? "" : File.ReadAllText(path);
        File.Delete(path);
        if (old is not null)
        {
            string edited = Regex.Replace(text, old, changed!, RegexOptions.Singleline, TimeSpan.FromSeconds(10));
            Assert.NotEqual(text, edited);
            File.WriteAllText(path, edited);
        }

        (int code, string error) = Outcome(InProcess.Run([.. sweep, "--force"]));
        Assert.Equal(0, code);
        Assert.StartsWith($"Cell 0001 runs again: {reason}", error, StringComparison.Ordinal);
        Assert.Equal(before, others.Select(File.GetLastWriteTimeUtc));
        Assert.Equal((0, ""), Outcome(InProcess.Run(sweep)));

        static (int Code, string Error) Outcome(FleetSimProcess.Outcome outcome) => (outcome.ExitCode, outcome.Error);
    }

    [Fact]
    public void A_folder_of_another_sweep_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.Small);
        string[] one = ["sweep", "small.yaml", "--set", "adversary=null", "--set", "results.accuracy=none", "--out", "out", "--quiet", "--grid"];
        Assert.Equal(0, Run(folder, [.. one, "seed=1,2"]).ExitCode);
        FleetSimProcess.Outcome other = Run(folder, [.. one, "seed=1,3"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("something else than this sweep", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_over_nothing_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.Small);
        FleetSimProcess.Outcome outcome = Run(folder, "sweep", "small.yaml");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--grid", outcome.Error, StringComparison.Ordinal);
    }

    private FleetSimProcess.Outcome Run(TemporaryFolder folder, params string[] arguments) =>
        FleetSimProcess.Run(folder.FullPath, cache.Path, arguments);

    private static long Rows(string parquet)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM '{parquet}'";
        return (long)command.ExecuteScalar()!;
    }
}
