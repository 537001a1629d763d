using Fleet.Models.Caching;

namespace Fleet.Models.Data;

/// <summary>The folders in which data sets are looked for, in the order of the parameters.</summary>
/// <param name="Option">The folder given on the command line, if any.</param>
/// <param name="Environment">The value of the environment variable <see cref="Variable"/>, if set.</param>
/// <param name="CacheFolder">The cache folder, into which data sets are fetched.</param>
public sealed record DataLocations(string? Option, string? Environment, string CacheFolder)
{
    /// <summary>The folder that keeps decoded pictures; null to decode them each time.</summary>
    public string? DecodedFolder { get; init; }

    /// <summary>Receives a sentence if <see cref="DecodedFolder"/> cannot be written; null for no warning.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The cache of decoded pictures; null to decode them each time.</summary>
    internal CacheFolder? Decoded => DecodedFolder is null ? null : new CacheFolder(DecodedFolder, Warn);

    /// <summary>The environment variable that names a folder with data sets.</summary>
    public const string Variable = "FLEETSIM_DATA";

    /// <summary>Looks in one folder only.</summary>
    public static DataLocations Only(string folder) => new(folder, null, folder);

    /// <summary>
    /// The folders that may hold the files of a set: below each location the folder of the set's name, then the
    /// location itself. Without repetition.
    /// </summary>
    public IReadOnlyList<string> Candidates(string name)
    {
        List<string> folders = [];
        foreach (string? location in (string?[])[Option, Environment, CacheFolder])
        {
            if (!string.IsNullOrWhiteSpace(location))
            {
                string full = Path.GetFullPath(location);
                folders.Add(Path.Combine(full, name));
                folders.Add(full);
            }
        }

        return [.. folders.Distinct(StringComparer.Ordinal)];
    }
}
