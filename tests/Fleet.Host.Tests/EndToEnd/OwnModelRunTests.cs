using System.Text.Json;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Own networks, pictures and weights, from file to result.</summary>
[Collection(ProgramCollection.Name)]
public sealed class OwnModelRunTests(SharedCache cache)
{
    [LongFact]
    [Trait("Long", "ci")]
    public void The_documented_own_network_learns_runs_and_is_attacked()
    {
        using var folder = new TemporaryFolder();
        string scenario = Path.Combine(ScenarioFiles.Root, "scenarios", "own-network.yaml");
        Assert.Equal(0, Run(folder, "run", scenario, "--out", "a", "--quiet").ExitCode);

        // 0.98 and 47 dB on one processor: far from these limits.
        using var summary = JsonDocument.Parse(File.ReadAllText(folder.PathOf("a", "summary.json")));
        Assert.True(summary.RootElement.GetProperty("accuracy")[0].GetProperty("value").GetDouble() > 0.8);
        Assert.Equal("small-net", summary.RootElement.GetProperty("accuracy")[0].GetProperty("network").GetString());
        JsonElement leakage = summary.RootElement.GetProperty("leakage")[0];
        Assert.Equal(8, leakage.GetProperty("samples").GetInt32());
        Assert.True(leakage.GetProperty("psnrDb").GetProperty("mean").GetDouble() > 20);
    }

    /// <summary>JPEG and PNG files of the drawn digits: train, export the weights, run with them, and again from a zip.</summary>
    [Fact]
    public void Own_pictures_train_a_network_whose_exported_weights_a_scenario_takes()
    {
        using var folder = new TemporaryFolder();
        System.IO.Compression.ZipFile.CreateFromDirectory(cache.Digits, folder.PathOf("digits.zip"));
        FleetSimProcess.Outcome trained = Run(folder, "train", "--data", cache.Digits, "--epochs", "2", "--json", "--out", "w.safetensors");
        Assert.Equal(0, trained.ExitCode);
        using var json = JsonDocument.Parse(trained.Output);
        Assert.Equal("class-0", json.RootElement.GetProperty("classNames")[0].GetString());
        double accuracy = json.RootElement.GetProperty("accuracy").GetProperty("value").GetDouble();

        folder.Write("own.yaml", SmallScenarios.Small
            .Replace("data: synthetic-digits", "data: digits.zip", StringComparison.Ordinal)
            .Replace("weights: trained", "weights: w.safetensors", StringComparison.Ordinal)
            .Replace("  training: { seed: 1, epochs: 1 }\n", "", StringComparison.Ordinal));
        FleetSimProcess.Outcome run = Run(folder, "run", "own.yaml", "--out", "a", "--json");
        Assert.Equal(0, run.ExitCode);
        using var summary = JsonDocument.Parse(run.Output);
        Assert.Equal(accuracy, summary.RootElement.GetProperty("accuracy")[0].GetProperty("value").GetDouble());

        File.WriteAllBytes(folder.PathOf("w.safetensors"), File.ReadAllBytes(folder.PathOf("w.safetensors"))[..5000]);
        FleetSimProcess.Outcome torn = Run(folder, "run", "own.yaml", "--out", "b");
        Assert.Equal(2, torn.ExitCode);
        Assert.Contains("w.safetensors: The weights", torn.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("b")) && Directory.EnumerateFileSystemEntries(folder.PathOf("b")).Any());
    }

    private FleetSimProcess.Outcome Run(TemporaryFolder folder, params string[] arguments) =>
        FleetSimProcess.Run(folder.FullPath, cache.Path, arguments);
}
