using Fleet.Models.Data;

namespace Fleet.Models.Tests.Support;

/// <summary>
/// The MNIST files that tests may use: those below FLEETSIM_DATA. The user's cache is left out, so that a run of the
/// tests depends on nothing but what it is told.
/// </summary>
public static class MnistFiles
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable(DataLocations.Variable);

    /// <summary>Why a test must be skipped, or null if the files are there.</summary>
    public static string? ReasonToSkip { get; } = Find();

    /// <summary>Where the files are; only for tests that are not skipped.</summary>
    public static DataLocations Locations => DataLocations.Only(Folder ?? throw new InvalidOperationException(ReasonToSkip));

    private static string? Find()
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            return $"needs the MNIST files: set {DataLocations.Variable} to a folder that holds them";
        }

        DatasetCatalog.TryFind(DatasetCatalog.Mnist, out DatasetInfo? info);
        return new DatasetLoader(DataLocations.Only(Folder)).Locate(info!) is null
            ? $"needs the MNIST files: {DataLocations.Variable}={Folder} does not hold them"
            : null;
    }
}
