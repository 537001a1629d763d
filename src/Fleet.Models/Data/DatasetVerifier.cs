namespace Fleet.Models.Data;

/// <summary>Checks whether a data set is what it should be, byte for byte.</summary>
public static class DatasetVerifier
{
    /// <summary>
    /// Checks every file of a set by SHA-256; draws an embedded set and compares its hash with the one it had when it
    /// was released.
    /// </summary>
    /// <param name="info">The set.</param>
    /// <param name="locations">Where to look; the first folder that holds any of the files is checked.</param>
    /// <param name="cancellation">Stops between two blocks of a file or two pictures.</param>
    /// <returns>One check per file, or per part of an embedded set.</returns>
    public static IReadOnlyList<DataCheck> Verify(DatasetInfo info, DataLocations locations, CancellationToken cancellation = default)
    {
        if (info.Embedded)
        {
            return
            [
                VerifyDrawn(DatasetCatalog.Train, info.TrainCount, SyntheticDigits.TrainHash, cancellation),
                VerifyDrawn(DatasetCatalog.Test, info.TestCount, SyntheticDigits.TestHash, cancellation),
            ];
        }

        string? folder = DatasetFiles.FindFolder(locations, info.Name, info.Files)
            ?? locations.Candidates(info.Name).FirstOrDefault(candidate => info.Files.Any(file => DatasetFiles.FindIn(candidate, file) is not null));
        return [.. info.Files.Select(file => VerifyFile(folder, file, cancellation))];
    }

    private static DataCheck VerifyFile(string? folder, DatasetFile file, CancellationToken cancellation)
    {
        string? path = folder is null ? null : DatasetFiles.FindIn(folder, file);
        if (path is null)
        {
            return new DataCheck(file.Name, null, "not found");
        }

        try
        {
            IdxFile.Read(path, file, cancellation);
            return new DataCheck(file.Name, path, null);
        }
        catch (DataDamagedException error)
        {
            return new DataCheck(file.Name, path, $"found {error.Found}, expected {error.Expected}");
        }
    }

    private static DataCheck VerifyDrawn(string part, int count, string expected, CancellationToken cancellation)
    {
        string found = SyntheticDigits.Draw(part, count, SyntheticDigits.DefaultSeed, cancellation).ContentHash;
        return new DataCheck(part, null, found == expected ? null : $"found SHA-256 {found}, expected {expected}");
    }
}

/// <summary>The check of one file, or of one part of an embedded set.</summary>
/// <param name="Item">The file's or part's name.</param>
/// <param name="Path">Where the file was found; null if nowhere, or if there is no file.</param>
/// <param name="Problem">What is wrong; null if nothing is.</param>
public sealed record DataCheck(string Item, string? Path, string? Problem);
