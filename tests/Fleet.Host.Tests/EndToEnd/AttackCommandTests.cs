using System.Text.Json;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

[Collection(ProgramCollection.Name)]
[Trait("Category", "Long")]
public sealed class AttackCommandTests(SharedCache cache)
{
    private static readonly string[] Small =
        ["attack", "--splits", "conv1,ReLU2", "--attacks", "rmle", "--defenses", "none,dropout 50 %", "--attackers", "both", "--images", "4", "--out", "out"];

    [Fact]
    public void An_experiment_writes_its_tables_and_goes_on_where_it_was_stopped()
    {
        using var folder = new TemporaryFolder();
        FleetSimProcess.Outcome first = Run(folder, [.. Small, "--json"]);
        Assert.True(first.ExitCode == 0, first.Error);
        JsonElement[] rows = [.. JsonDocument.Parse(first.Output).RootElement.EnumerateArray()];
        Assert.Equal(6, rows.Length);
        Assert.True(Ssim(rows, "ReLU2", adaptive: true) > Ssim(rows, "ReLU2", adaptive: false), "Knowing the defence does not help.");

        string[] files = ["accuracy-leakage.png", "accuracy-leakage.svg", "attack.json", "by-split.png", "by-split.svg", "leakage.parquet", "plan.txt"];
        Assert.Equal(files, Directory.GetFiles(folder.PathOf("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(6, Directory.GetFiles(folder.PathOf("out", "reconstructions"), "*.png").Length);

        // As if it had been stopped in the third cell: that one runs again, and gives the same.
        byte[] table = File.ReadAllBytes(folder.PathOf("out", "leakage.parquet"));
        string[] cells = [.. Directory.GetFiles(folder.PathOf("out", "cells")).Order(StringComparer.Ordinal)];
        DateTime[] before = [.. cells.Select(File.GetLastWriteTimeUtc)];
        File.Delete(cells[2]);
        File.WriteAllText(cells[4], File.ReadAllText(cells[4])[..100]);
        Assert.Equal(0, Run(folder, [.. Small, "--quiet"]).ExitCode);
        Assert.Equal(table, File.ReadAllBytes(folder.PathOf("out", "leakage.parquet")));
        Assert.Equal([0, 1, 3, 5], Enumerable.Range(0, 6).Where(i => File.GetLastWriteTimeUtc(cells[i]) == before[i]));

        FleetSimProcess.Outcome other = Run(folder, [.. Small, "--epochs", "1"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("something else than this experiment", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--splits", "ReLU3", "Did you mean 'ReLU")]
    [InlineData("--defenses", "dropuot 0.3", "dropout")]
    [InlineData("--network", "lenet", "lenet5")]
    [InlineData("--images", "0", "at least 1")]
    [InlineData("--reproduce", "acsac-t5", "acsac-t")]
    [InlineData("--markdown", "x.md", "--reproduce")]
    public void A_wrong_option_is_refused_and_nothing_is_written(string option, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        FleetSimProcess.Outcome outcome = Run(folder, "attack", option, value);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(hint, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    private static double Ssim(JsonElement[] rows, string split, bool adaptive) => rows
        .Single(row => row.GetProperty("split").GetString() == split && row.GetProperty("defense").GetString() != "none" && row.GetProperty("adaptive").GetBoolean() == adaptive)
        .GetProperty("ssim").GetProperty("median").GetDouble();

    private FleetSimProcess.Outcome Run(TemporaryFolder folder, params string[] arguments) =>
        FleetSimProcess.Run(folder.FullPath, cache.Path, arguments);
}
