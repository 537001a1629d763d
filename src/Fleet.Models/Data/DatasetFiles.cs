using Fleet.Models.Files;

namespace Fleet.Models.Data;

/// <summary>Finds and checks the files of a data set on disk.</summary>
internal static class DatasetFiles
{
    /// <summary>The names under which a file is distributed: compressed or not, with a dash or a dot before "idx".</summary>
    public static IReadOnlyList<string> NamesOf(DatasetFile file)
    {
        string dotted = file.Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return file.IsArchive ? [file.Name] : [file.Name, file.Name + ".gz", dotted, dotted + ".gz"];
    }

    /// <summary>The path of the file in the folder, or null.</summary>
    public static string? FindIn(string folder, DatasetFile file) =>
        NamesOf(file).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The folders in which the files of a set are looked for.</summary>
    public static IReadOnlyList<string> Candidates(DataLocations locations, DatasetInfo info) =>
        [.. locations.Candidates(info.Name).Where(folder => !info.InOwnFolderOnly || Path.GetFileName(folder) == info.Name)];

    /// <summary>Opens a file of the set to read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What it should be, with its article.</param>
    /// <exception cref="DataDamagedException">It is no regular file.</exception>
    public static FileStream Open(string path, string expected)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (SpecialFileException error)
        {
            throw new DataDamagedException(path, RegularFile.Special, expected, error);
        }
    }

    /// <summary>Checks a file of the set.</summary>
    /// <exception cref="DataDamagedException">It holds something else.</exception>
    public static void Check(string path, DatasetFile file, CancellationToken cancellation)
    {
        using FileStream stream = Open(path, "a file of the set");
        Check(stream, path, file, cancellation);
    }

    /// <summary>Checks an open file of the set from its beginning; it stays open.</summary>
    /// <exception cref="DataDamagedException">It holds something else.</exception>
    public static void Check(FileStream stream, string path, DatasetFile file, CancellationToken cancellation)
    {
        stream.Position = 0;
        if (file.IsArchive)
        {
            file.CheckPacked(stream, path, cancellation);
        }
        else
        {
            IdxFile.Read(stream, path, file, cancellation);
        }
    }

    /// <summary>The check of one file in a folder, which may lack it.</summary>
    public static DataCheck Verify(string? folder, DatasetFile file, CancellationToken cancellation)
    {
        string? path = folder is null ? null : FindIn(folder, file);
        if (path is null)
        {
            return new DataCheck(file.Name, null, "not found");
        }

        try
        {
            Check(path, file, cancellation);
            bool unpacked = file.Sha256 is null && !path.EndsWith(".gz", StringComparison.Ordinal);
            return new DataCheck(file.Name, path, null) { Note = unpacked ? "header and length; only the checksum of the .gz is published" : null };
        }
        catch (DataDamagedException error)
        {
            return new DataCheck(file.Name, path, $"found {error.Found}, expected {error.Expected}");
        }
    }
}
