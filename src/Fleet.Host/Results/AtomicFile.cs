namespace Fleet.Host.Results;

/// <summary>Files that appear under their name only when they are whole.</summary>
public static class AtomicFile
{
    /// <summary>What an unfinished file is called: its name with this behind it.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Writes a file beside its final name and renames it when everything is on the disk.</summary>
    /// <param name="path">The final name; a file of that name is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string partial = path + PartialSuffix;
        try
        {
            using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Writes bytes as one file.</summary>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));
}
