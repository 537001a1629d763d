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
}
