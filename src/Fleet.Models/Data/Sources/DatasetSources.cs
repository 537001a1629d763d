using System.Globalization;
using System.Text;

namespace Fleet.Models.Data.Sources;

/// <summary>Finds where a data set is, in whichever of its forms.</summary>
internal static class DatasetSources
{
    /// <summary>The first place that holds the set; null if none does.</summary>
    /// <param name="info">The set.</param>
    /// <param name="locations">Where to look.</param>
    /// <exception cref="DatasetException">The user's own pictures are there, but cannot be read.</exception>
    public static IDatasetSource? Find(DatasetInfo info, DataLocations locations)
    {
        if (info.Embedded)
        {
            return new DrawnSource(info);
        }

        if (info.PicturesAt is { } path)
        {
            return PictureStore.Open(path) is { } pictures ? new PictureSource(info, pictures, locations.Decoded) : null;
        }

        IReadOnlyList<string> folders = DatasetFiles.Candidates(locations, info);
        return info.Files.Any(file => file.IsArchive)
            ? FindCifar(info, locations, folders)
            : IdxSource.Find(info, folders);
    }

    /// <summary>Says, for the user, where a set was looked for, what was missing there and how to get it.</summary>
    public static string DescribeSearch(DatasetInfo info, DataLocations locations)
    {
        if (info.PicturesAt is { } path)
        {
            return $"There are no pictures at {path}. Expected a folder, or a zip of one, with train/CLASS/NAME.jpg and test/CLASS/NAME.jpg (or .png). A folder with the files of {string.Join(", ", DatasetCatalog.Names)} goes with --data-folder.";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"The data set '{info.Name}' was not found. Looked in:\n");
        foreach (string folder in DatasetFiles.Candidates(locations, info))
        {
            DatasetFile[] missing = [.. info.Files.Where(file => DatasetFiles.FindIn(folder, file) is null)];
            string reason = !Directory.Exists(folder) ? "no such folder"
                : missing.Length == info.Files.Count ? "none of the files"
                : $"lacks {string.Join(", ", missing.Select(file => file.Name))}";
            text.Append(CultureInfo.InvariantCulture, $"  {folder} ({reason})\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Fetch it with: fleetsim data fetch {info.Name}; or name a folder that holds it with --data-folder or {DataLocations.Variable}.");
        return text.ToString();
    }

    /// <summary>The original pixels, wherever they are; only without them a copy as pictures.</summary>
    private static IDatasetSource? FindCifar(DatasetInfo info, DataLocations locations, IReadOnlyList<string> folders)
    {
        if (folders.Select(folder => CifarSource.Find(info, folder)).FirstOrDefault(source => source is not null) is { } original)
        {
            return original;
        }

        foreach (string folder in folders.Where(Directory.Exists))
        {
            IEnumerable<string> zips = Directory.EnumerateFiles(folder, "cifar*10*.zip").Order(StringComparer.Ordinal);
            foreach (string place in zips.Append(folder))
            {
                if (PictureStore.Open(place) is { } pictures && pictures.ClassNames.SequenceEqual(info.ClassNames, StringComparer.Ordinal))
                {
                    return new PictureSource(info, pictures, locations.Decoded);
                }
            }
        }

        return null;
    }
}
