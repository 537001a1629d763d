namespace Fleet.Host.Results;

/// <summary>What an earlier run has left in a folder: the files of its results, whole and unfinished ones.</summary>
internal static class EarlierRun
{
    private static readonly string[] WrittenFiles =
        ["summary.json", "requests.parquet", "leakage.parquet", "report.html", Manifest.FileName];

    /// <summary>Removes all of it, and nothing else: a file that no manifest names is the user's.</summary>
    public static void Remove(string folder) => Remove(folder, PicturesIn(folder), WrittenFiles);

    /// <summary>Removes the unfinished files alone.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (string name in WrittenFiles)
        {
            File.Delete(Path.Combine(folder, name + AtomicFile.PartialSuffix));
        }
    }

    /// <summary>Removes what a run had written and the one that replaced its results has not.</summary>
    /// <param name="folder">The folder of both.</param>
    /// <param name="earlier">The manifest of the run before; null if there was none.</param>
    /// <param name="later">The manifest of the one after it.</param>
    public static void RemoveReplaced(string folder, Manifest? earlier, Manifest later)
    {
        HashSet<string> kept = [.. later.Files.Select(file => file.Name), Manifest.FileName];
        Remove(folder, [.. PicturesOf(earlier).Where(picture => !kept.Contains($"{Manifest.PicturesFolder}/{picture}"))], WrittenFiles.Where(name => !kept.Contains(name)));
    }

    private static void Remove(string folder, IReadOnlyList<string> pictures, IEnumerable<string> files)
    {
        string place = Path.Combine(folder, Manifest.PicturesFolder);
        if (Directory.Exists(place))
        {
            foreach (string picture in pictures)
            {
                File.Delete(Path.Combine(place, picture));
            }
        }

        foreach (string name in files)
        {
            File.Delete(Path.Combine(folder, name));
        }

        RemoveUnfinished(folder);
    }

    private static IReadOnlyList<string> PicturesIn(string folder) => PicturesOf(ResultsJson.TryReadManifest(folder));

    // Only what the manifest lists was written by a run; other pictures are the user's. It may list no path elsewhere.
    private static IReadOnlyList<string> PicturesOf(Manifest? manifest) =>
    [
        .. (manifest?.Files ?? [])
            .Where(file => file.Name.StartsWith(Manifest.PicturesFolder + "/", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file.Name)),
    ];
}
