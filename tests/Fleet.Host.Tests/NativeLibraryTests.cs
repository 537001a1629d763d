using System.Diagnostics;
using TorchSharp;

namespace Fleet.Host.Tests;

/// <summary>Holds docs/decisions/0003-native-torch.md: the native library loads from build output and is relaxed there.</summary>
public sealed class NativeLibraryTests
{
    private const string Glue = "libLibTorchSharp.so";

    [Fact]
    public void The_tensor_library_loads_and_computes() => Assert.Equal(6f, (torch.ones(2, 3).sum()).item<float>());

    [Fact]
    public void The_version_need_that_old_systems_lack_is_weak()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // other systems bring their own wrapper
        }

        byte[] image = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Glue));
        Assert.Equal([true], VersionNeeds.Of(image).Where(need => need.Name == "GLIBCXX_3.4.32").Select(need => need.Weak));
    }

    [Fact]
    public void Relaxing_changed_one_byte_of_the_packaged_library()
    {
        byte[] built = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Glue));
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string version = FileVersionInfo.GetVersionInfo(typeof(torch).Assembly.Location).FileVersion![..^2];
        string packaged = Path.Combine(packages, "torchsharp", version, "runtimes", "linux-x64", "native", Glue);
        Assert.True(File.Exists(packaged), $"The package is not at {packaged}.");

        byte[] original = File.ReadAllBytes(packaged);
        Assert.Equal(original.Length, built.Length);
        Assert.Single(original.Zip(built), pair => pair.First != pair.Second);
        Assert.Contains(VersionNeeds.Of(original), need => need is { Name: "GLIBCXX_3.4.32", Weak: false });
    }
}
