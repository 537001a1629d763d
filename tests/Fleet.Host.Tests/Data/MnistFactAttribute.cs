using Fleet.Models.Data;

namespace Fleet.Host.Tests.Data;

/// <summary>A test that needs the MNIST files below FLEETSIM_DATA; skipped, with the reason, where they are not.</summary>
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute()
    {
        if (Folder is null)
        {
            Skip = $"needs the MNIST files: set {DataLocations.Variable} to a folder that holds them";
        }
    }

    /// <summary>The folder that holds the files themselves.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        string? folder = Environment.GetEnvironmentVariable(DataLocations.Variable);
        return folder is { Length: > 0 } && new DatasetLoader(DataLocations.Only(folder)).TryLocate("mnist", out string? found) ? found : null;
    }
}
