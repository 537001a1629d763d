using Fleet.Models.Data.Sources;

namespace Fleet.Models.Data;

/// <summary>Checks whether a data set is what it should be, byte for byte.</summary>
public static class DatasetVerifier
{
    /// <summary>
    /// Checks every file of a set by SHA-256; draws an embedded set and compares its hash with the one it had when it
    /// was released; decodes pictures, of which no checksum is known.
    /// </summary>
    /// <param name="info">The set.</param>
    /// <param name="locations">Where to look; the first folder that holds any of the files is checked.</param>
    /// <param name="cancellation">Stops between two blocks of a file or two pictures.</param>
    /// <returns>One check per file or part.</returns>
    public static IReadOnlyList<DataCheck> Verify(DatasetInfo info, DataLocations locations, CancellationToken cancellation = default)
    {
        try
        {
            if (DatasetSources.Find(info, locations) is { } source)
            {
                return source.Verify(cancellation);
            }
        }
        catch (DataDamagedException error)
        {
            return [new DataCheck(info.Name, error.File, $"found {error.Found}, expected {error.Expected}")];
        }

        string? folder = DatasetFiles.Candidates(locations, info)
            .FirstOrDefault(candidate => info.Files.Any(file => DatasetFiles.FindIn(candidate, file) is not null));
        return info.Files.Count == 0
            ? [new DataCheck(info.Name, null, "not found")]
            : [.. info.Files.Select(file => DatasetFiles.Verify(folder, file, cancellation))];
    }
}
