using System.Text.Json;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>The program where the system has culture data and a user writes 0,8. In a process of its own; the rest: CultureTests.</summary>
[Collection(ProgramCollection.Name)]
public sealed class CultureProcessTests(SharedCache cache)
{
    [IcuFact]
    public void A_run_is_the_same_with_culture_data_and_a_German_user()
    {
        using var folder = new TemporaryFolder();
        folder.Write("small.yaml", SmallScenarios.SmallOn(cache.Digits).Replace("dropout 30 %", "gaussian 0.8", StringComparison.Ordinal));
        JsonElement invariant = Run(folder, "invariant", usesCultures: false);
        string[] learned = Learned();
        JsonElement german = Run(folder, "german", usesCultures: true, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0", "LANG=de_DE.UTF-8", "LC_ALL=de_DE.UTF-8");

        foreach (string hash in (string[])["scenarioHash", "resultHash", "tensorHash"])
        {
            Assert.Equal(invariant.GetProperty(hash).GetString(), german.GetProperty(hash).GetString());
        }

        Assert.Equal(invariant.GetProperty("scenario").GetRawText(), german.GetProperty("scenario").GetRawText());
        Assert.Contains("gaussian:0.8@activation", german.GetProperty("attacks").GetRawText(), StringComparison.Ordinal);
        Assert.NotEmpty(learned);
        Assert.Equal(learned, Learned());
    }

    private string[] Learned() => [.. Directory.GetFiles(cache.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private JsonElement Run(TemporaryFolder folder, string name, bool usesCultures, params string[] variables)
    {
        using FleetSimProcess process = FleetSimProcess.Start(
            folder.FullPath, cache.Path, variables, ["run", "small.yaml", "--out", name, "--quiet", "--set", "results.identification=none"]);
        bool hasUsed = process.PeakUntilExit(() => process.HasLoaded("libicuuc") ? 1 : 0) > 0;
        FleetSimProcess.Outcome outcome = process.WaitForEnd();
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal(usesCultures, hasUsed);
        return JsonDocument.Parse(File.ReadAllText(folder.PathOf(name, "manifest.json"))).RootElement;
    }
}
