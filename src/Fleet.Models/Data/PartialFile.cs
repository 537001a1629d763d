using System.Globalization;
using Fleet.Models.Files;

namespace Fleet.Models.Data;

/// <summary>
/// A download under way: NAME.part holds the bytes so far, NAME.part.source says where they come from, so that a later
/// fetch, perhaps of another process, continues only what it can. While it is open, no other process can write it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Opens the part of a file, new or left by an earlier fetch.</summary>
    /// <param name="target">The path that the whole file will have.</param>
    public PartialFile(string target)
    {
        Path = target + ".part";
        SourcePath = Path + ".source";
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            RegularFile.Require(Path);
            RegularFile.Require(SourcePath);
            _stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFetchException($"Cannot write {Path}: {error.Message}", error);
        }

        _stream.Seek(0, SeekOrigin.End);
        Source = File.Exists(SourcePath) ? PartSource.Parse(File.ReadAllLines(SourcePath)) : null;
    }

    /// <summary>Where the bytes so far are.</summary>
    public string Path { get; }

    /// <summary>Where they come from; null if that is not known: they are then discarded.</summary>
    public PartSource? Source { get; private set; }

    /// <summary>How many bytes there are.</summary>
    public long Length => _stream.Length;

    private string SourcePath { get; }

    /// <summary>Forgets the bytes so far; the next come from the given source.</summary>
    public void Restart(PartSource? source)
    {
        // First the bytes, then their source: a process that is killed in between leaves no bytes under a wrong source.
        _stream.SetLength(0);
        _stream.Flush(flushToDisk: true);
        Source = source;
        if (source is null)
        {
            File.Delete(SourcePath);
        }
        else
        {
            File.WriteAllLines(SourcePath, source.Lines);
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="DataFetchException">The disk does not take them; trying again would not help.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException error)
        {
            throw new DataFetchException($"Cannot write {Path}: {error.Message}", error);
        }
    }

    /// <summary>Brings all bytes to the disk, so that a rename never uncovers a file with holes.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Checks that the bytes so far are the whole file.</summary>
    /// <exception cref="DataDamagedException">They are something else.</exception>
    public void Check(DatasetFile file, CancellationToken cancellation)
    {
        DatasetFiles.Check(_stream, Path, file, cancellation);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Gives the whole file its name, in one step.</summary>
    public void MoveTo(string target)
    {
        _stream.Dispose();
        File.Move(Path, target, overwrite: true);
        File.Delete(SourcePath);
    }

    public void Dispose() => _stream.Dispose();
}

/// <summary>Where the bytes of a partial file come from.</summary>
/// <param name="Url">The address.</param>
/// <param name="Validator">The server's strong entity tag or date of change, as a header value; empty if it gave none.</param>
/// <param name="Total">The whole file's size in bytes, -1 if the server did not tell.</param>
internal sealed record PartSource(string Url, string Validator, long Total)
{
    /// <summary>The text form: one line for each.</summary>
    public IReadOnlyList<string> Lines => [Url, Validator, Total.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>Reads the text form; null if it is not whole.</summary>
    public static PartSource? Parse(IReadOnlyList<string> lines) =>
        lines.Count == 3 && long.TryParse(lines[2], CultureInfo.InvariantCulture, out long total) ? new PartSource(lines[0], lines[1], total) : null;
}
