using System.Text;
using System.Text.Json;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

[Collection(ProgramCollection.Name)]
public sealed class AttackCommandTests(SharedCache cache)
{
    private string[] Small =>
    [
        "attack", "--data", cache.Digits, "--epochs", "1", "--splits", "conv1,ReLU2", "--attacks", "rmle{iterations: 60}", "--defenses", "none,dropout 50 %",
        "--attackers", "both", "--images", "2", "--out", "out",
    ];

    [Fact]
    public void An_experiment_writes_its_tables_and_goes_on_where_it_was_stopped()
    {
        using var folder = new TemporaryFolder();
        FleetSimProcess.Outcome first = Run(folder, [.. Small, "--json"]);
        Assert.True(first.ExitCode == 0, first.Error);
        JsonElement[] rows = [.. JsonDocument.Parse(first.Output).RootElement.EnumerateArray()];
        Assert.Equal(6, rows.Length);
        Assert.NotEqual(Ssim(rows, "ReLU2", adaptive: true), Ssim(rows, "ReLU2", adaptive: false));

        string[] files = ["accuracy-leakage.png", "accuracy-leakage.svg", "attack.json", "by-split.png", "by-split.svg", "leakage.parquet", "manifest.json", "plan.json"];
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

        FleetSimProcess.Outcome other = Run(folder, [.. Small, "--training-seeds", "2"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("something else than this experiment", other.Error, StringComparison.Ordinal);
    }

    /// <summary>A picture has its own noise and its own reconstruction, whichever pictures are attacked beside it.</summary>
    [Fact]
    public void Pictures_are_chosen_by_their_place_in_the_test_part()
    {
        using var folder = new TemporaryFolder();
        string[] attack = ["attack", "--data", cache.Digits, "--epochs", "1", "--splits", "ReLU2", "--attacks", "rmle{iterations: 60}", "--defenses", "dropout:0.5", "--quiet"];
        Assert.Equal(0, Run(folder, [.. attack, "--images", "3", "--out", "all"]).ExitCode);
        Assert.Equal(0, Run(folder, [.. attack, "--images", "1-2", "--out", "some"]).ExitCode);
        string[] all = Images("all");
        Assert.Equal(3, all.Length);
        Assert.Equal(all[1..], Images("some"));

        string[] Images(string experiment) =>
        [
            .. JsonDocument.Parse(File.ReadAllText(folder.PathOf(experiment, "cells", "00000.json"))).RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetRawText()),
        ];
    }

    /// <summary>An own network on own pictures, with noise, with learned noise, and with weights trained to show less.</summary>
    [Fact]
    public void Own_networks_on_own_pictures_are_attacked_behind_defences_that_learn()
    {
        using var folder = new TemporaryFolder();
        string network = Path.Combine(ScenarioFiles.Root, "scenarios", "networks", "small-net.yaml");
        FleetSimProcess.Outcome outcome = Run(
            folder,
            "attack", "--network", network, "--data", cache.Digits, "--epochs", "1", "--splits", "relu2", "--attacks", "rmle{iterations: 60}",
            "--defenses", "none,gaussian:0.5,shredder:1,nopeek:20,nopeek:20+gaussian:0.5", "--images", "4", "--json", "--out", "out");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Dictionary<string, JsonElement> rows = JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray()
            .ToDictionary(row => row.GetProperty("defense").GetString()!.Replace("@activation", "", StringComparison.Ordinal));
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.Key.Contains("gaussian", StringComparison.Ordinal), row.Value.GetProperty("dfil").ValueKind == JsonValueKind.Object));
        Assert.Equal(JsonValueKind.Number, rows["gaussian:0.5"].GetProperty("dfilPsnrBoundDb").ValueKind);
        Assert.NotEqual(Dependence("nopeek:20"), Dependence("none"));
        Assert.NotEqual(rows["none"].GetProperty("mse").GetProperty("median").GetDouble(), rows["nopeek:20"].GetProperty("mse").GetProperty("median").GetDouble());
        Assert.All(rows.Values, row => Assert.InRange(row.GetProperty("identificationAccuracy").GetProperty("mean").GetDouble(), 0, 1));

        double Dependence(string defense) => rows[defense].GetProperty("distanceCorrelation").GetProperty("median").GetDouble();
    }

    [Fact]
    public void Own_weights_are_attacked_and_files_that_do_not_fit_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Run(folder, "train", "--data", cache.Digits, "--epochs", "1", "--quiet", "--out", "own.safetensors").ExitCode);
        string[] attack = ["attack", "--data", cache.Digits, "--splits", "ReLU2", "--attacks", "rmle{iterations: 60}", "--images", "1"];
        FleetSimProcess.Outcome own = Run(folder, [.. attack, "--weights", "own.safetensors", "--json", "--out", "own"]);
        FleetSimProcess.Outcome trained = Run(folder, [.. attack, "--epochs", "1", "--json", "--out", "trained"]);
        Assert.True(own.ExitCode == 0, own.Error);
        Assert.Equal(Ssim(Rows(trained), "ReLU2"), Ssim(Rows(own), "ReLU2"));

        byte[] good = File.ReadAllBytes(folder.PathOf("own.safetensors"));
        byte[] notANumber = [.. good[..^4], .. BitConverter.GetBytes(float.NaN)];
        Refused(notANumber, "bad.safetensors: Element", "is NaN");
        Refused(Renamed("conv1.weight", "conv9.weight"), "bad.safetensors: Network lenet5 needs the weights conv1.weight, which are missing", "conv9.weight");
        Refused(Renamed("[8,1,5,5]", "[8,5,1,5]"), "bad.safetensors: The weights conv1.weight have shape 8x5x1x5", "needs 8x1x5x5");

        // The same folder does not go on with other weights.
        File.WriteAllBytes(folder.PathOf("bad.safetensors"), [.. good[..^4], 0, 0, 0, 0]);
        RefusedWith("something else than this experiment", [.. attack, "--weights", "bad.safetensors", "--out", "own"]);
        RefusedWith("no such weights file", [.. attack, "--weights", "none.safetensors"]);
        RefusedWith("'own.pt' is a PyTorch file", [.. attack, "--weights", "own.pt"]);
        RefusedWith("--epochs says how to train", [.. attack, "--weights", "own.safetensors", "--epochs", "3"]);
        RefusedWith("'nopeek:3@activation' is learned with the network", [.. attack, "--weights", "own.safetensors", "--defenses", "nopeek:3"]);
        RefusedWith("inverse-network:same-distribution needs pictures", "attack", "--weights", "own.safetensors", "--attacks", "*");
        Assert.Equal(
            ["bad.safetensors", "own", "own.safetensors", "trained"],
            Directory.GetFileSystemEntries(folder.FullPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        byte[] Renamed(string from, string to)
        {
            int header = 8 + BitConverter.ToInt32(good);
            string text = Encoding.UTF8.GetString(good, 8, header - 8);
            Assert.Contains(from, text, StringComparison.Ordinal);
            return [.. good[..8], .. Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), .. good[header..]];
        }

        void Refused(byte[] file, params string[] hints)
        {
            File.WriteAllBytes(folder.PathOf("bad.safetensors"), file);
            FleetSimProcess.Outcome outcome = Run(folder, [.. attack, "--weights", "bad.safetensors"]);
            Assert.Equal(2, outcome.ExitCode);
            Assert.All(hints, hint => Assert.Contains(hint, outcome.Error, StringComparison.Ordinal));
        }

        void RefusedWith(string hint, params string[] arguments)
        {
            FleetSimProcess.Outcome outcome = Run(folder, arguments);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains(hint, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_problem_in_a_network_file_is_shown_in_its_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.yaml", "name: net\ninput: 1x28x28\nclasses: 10\nlayers:\n  - { name: a, kind: convolutoin, out: 4, kernel: 3 }\n");
        FleetSimProcess.Outcome outcome = Run(folder, "attack", "--network", "net.yaml", "--out", "out");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("net.yaml:5:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'convolution'?", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.PathOf("out")));
    }

    [Theory]
    [InlineData("--data", "mnst", "Did you mean 'mnist'?")]
    [InlineData("--data", "./nowhere", "no pictures at")]
    [InlineData("--data", "cifar10", "lenet5 takes 1x28x28")]
    [InlineData("--splits", "ReLU3", "Did you mean 'ReLU")]
    [InlineData("--defenses", "dropuot 0.3", "dropout")]
    [InlineData("--network", "lenet", "lenet5")]
    [InlineData("--images", "0", "at least 1")]
    [InlineData("--images", "-1", "at least 1")]
    [InlineData("--images", "5-4", "at least 1")]
    [InlineData("--images", "1-2-3", "at least 1")]
    [InlineData("--images", "3-", "at least 1")]
    [InlineData("--images", "0-99999999999", "at least 1")]
    [InlineData("--reproduce", "acsac-t5", "acsac-t")]
    [InlineData("--markdown", "x.md", "--reproduce")]
    public void A_wrong_option_is_refused_and_nothing_is_written(string option, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        FleetSimProcess.Outcome outcome = InProcess.Run("attack", option, value, "--out", folder.PathOf("out"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(hint, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    private static JsonElement[] Rows(FleetSimProcess.Outcome outcome) => [.. JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray()];

    private static double Ssim(JsonElement[] rows, string split) => rows
        .Single(row => row.GetProperty("split").GetString() == split).GetProperty("ssim").GetProperty("median").GetDouble();

    private static double Ssim(JsonElement[] rows, string split, bool adaptive) => rows
        .Single(row => row.GetProperty("split").GetString() == split && row.GetProperty("defense").GetString() != "none" && row.GetProperty("adaptive").GetBoolean() == adaptive)
        .GetProperty("ssim").GetProperty("median").GetDouble();

    private FleetSimProcess.Outcome Run(TemporaryFolder folder, params string[] arguments) =>
        FleetSimProcess.Run(folder.FullPath, cache.Path, arguments);
}
