using Fleet.Models.Data;

namespace Fleet.Models.Tests.Support;

/// <summary>A test that needs CIFAR-10 in any of its forms; skipped, with the reason, where it cannot be found.</summary>
public sealed class CifarFactAttribute : FactAttribute
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable(DataLocations.Variable);

    public CifarFactAttribute() => Skip =
        string.IsNullOrWhiteSpace(Folder) ? $"needs CIFAR-10: set {DataLocations.Variable} to a folder that holds it"
        : new DatasetLoader(Locations).TryLocate(DatasetCatalog.Cifar10, out _) ? null
        : $"needs CIFAR-10: {DataLocations.Variable}={Folder} does not hold it";

    /// <summary>Where the files are; only for tests that are not skipped.</summary>
    public static DataLocations Locations => DataLocations.Only(Folder ?? "");
}
