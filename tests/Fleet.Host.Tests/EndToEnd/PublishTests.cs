using System.Diagnostics;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Publish output computes with tensors too: docs/decisions/0003-native-torch.md.</summary>
[Collection(ProgramCollection.Name)]
public sealed class PublishTests(SharedCache cache)
{
    [LongFact]
    [Trait("Long", "ci")]
    public void The_published_program_loads_the_relaxed_library_and_trains()
    {
        using var folder = new TemporaryFolder();
        string host = Path.Combine(ScenarioFiles.Root, "src", "Fleet.Host");
        string output = folder.PathOf("publish");
        Run("dotnet", ["publish", host, "-c", "Release", "--no-build", "--nologo", "-o", output], folder);

        byte[] library = File.ReadAllBytes(Path.Combine(output, "libLibTorchSharp.so"));
        Assert.Contains(VersionNeeds.Of(library), need => need is { Name: "GLIBCXX_3.4.32", Weak: true });
        string trained = Run("dotnet", [Path.Combine(output, "fleetsim.dll"), "train", "--data", cache.Digits, "--epochs", "1", "--json"], folder);
        Assert.Contains("\"accuracy\"", trained, StringComparison.Ordinal);
    }

    private static string Run(string program, string[] arguments, TemporaryFolder folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.FullPath,
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_CACHE_HOME"] = folder.PathOf("cache");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }
}
