using System.Globalization;
using System.Text;

namespace Fleet.Models.Data;

/// <summary>Finds the files of a data set on disk.</summary>
internal static class DatasetFiles
{
    /// <summary>The names under which a file is distributed: compressed or not, with a dash or a dot before "idx".</summary>
    public static IReadOnlyList<string> NamesOf(DatasetFile file)
    {
        string dotted = file.Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return [file.Name, file.Name + ".gz", dotted, dotted + ".gz"];
    }

    /// <summary>The path of the file in the folder, or null.</summary>
    public static string? FindIn(string folder, DatasetFile file) =>
        NamesOf(file).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The first folder that holds all the files, or null.</summary>
    public static string? FindFolder(DataLocations locations, string name, IEnumerable<DatasetFile> files) =>
        locations.Candidates(name).FirstOrDefault(folder => files.All(file => FindIn(folder, file) is not null));

    /// <summary>Reads and checks one file of a folder that holds it.</summary>
    public static ReadOnlyMemory<byte> Read(string folder, DatasetFile file, CancellationToken cancellation)
    {
        string path = FindIn(folder, file) ?? throw new DataNotFoundException($"{Path.Combine(folder, file.Name)} is gone.");
        return IdxFile.Read(path, file, cancellation);
    }

    /// <summary>Says, for the user, where the files were looked for, what was missing there and how to get them.</summary>
    public static string DescribeSearch(DataLocations locations, string name, IReadOnlyList<DatasetFile> files)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"The data set '{name}' was not found. Looked in:\n");
        foreach (string folder in locations.Candidates(name))
        {
            DatasetFile[] missing = [.. files.Where(file => FindIn(folder, file) is null)];
            string reason = !Directory.Exists(folder) ? "no such folder"
                : missing.Length == files.Count ? "none of the files"
                : $"lacks {string.Join(", ", missing.Select(file => file.Name))}";
            text.Append(CultureInfo.InvariantCulture, $"  {folder} ({reason})\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Fetch it with: fleetsim data fetch {name}; or name a folder that holds it with --data or {DataLocations.Variable}.");
        return text.ToString();
    }
}
