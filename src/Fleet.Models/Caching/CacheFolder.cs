using System.Globalization;
using Fleet.Models.Files;

namespace Fleet.Models.Caching;

/// <summary>
/// A folder of files that can be made again. The name of each says all that it depends on, so processes that write one at the
/// same time write the same, and need no lock; each appears whole or not at all. One that cannot be written costs a warning
/// and no more: what it was to hold is kept in memory. Used by one thread at a time.
/// </summary>
/// <param name="folder">The folder; made when the first file is written.</param>
/// <param name="warn">Receives one sentence if the folder cannot be written; null for no warning.</param>
public sealed class CacheFolder(string folder, Action<string>? warn = null)
{
    private readonly Dictionary<string, byte[]> _unwritten = new(StringComparer.Ordinal);
    private bool _probed;
    private bool _warned;

    /// <summary>Its path.</summary>
    public string FullPath => folder;

    /// <summary>The content of a file; null if there is none, or it cannot be read.</summary>
    /// <param name="path">The path of the file, in the folder.</param>
    public byte[]? TryRead(string path)
    {
        if (_unwritten.TryGetValue(path, out byte[]? kept))
        {
            return kept;
        }

        try
        {
            return File.Exists(path) ? RegularFile.ReadAllBytes(path) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>To be called before long work whose result is to be kept here: warns then, not afterwards.</summary>
    public void Probe()
    {
        if (_probed)
        {
            return;
        }

        _probed = true;
        string probe = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.probe"));
        if (TryWrite(probe, stream => stream.WriteByte(0)))
        {
            File.Delete(probe);
        }
    }

    /// <summary>Writes a file; an earlier one is replaced.</summary>
    /// <param name="path">The path of the file, in the folder.</param>
    /// <param name="write">Writes the content; called again where that is to be kept in memory.</param>
    /// <param name="remember">Whether this process will ask for it again.</param>
    public void Write(string path, Action<Stream> write, bool remember = true)
    {
        if (!TryWrite(path, write) && remember)
        {
            using var memory = new MemoryStream();
            write(memory);
            _unwritten[path] = memory.ToArray();
        }
    }

    private bool TryWrite(string path, Action<Stream> write)
    {
        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.part");
        try
        {
            Directory.CreateDirectory(folder);
            try
            {
                using (FileStream stream = File.Create(temporary))
                {
                    write(stream);
                }

                File.Move(temporary, path, overwrite: true);
                return true;
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Warn(problem);
            return false;
        }
    }

    private void Warn(Exception problem)
    {
        if (!_warned)
        {
            _warned = true;
            warn?.Invoke($"The cache {folder} cannot be written: {problem.Message.TrimEnd('.')}. What is made for it is used from memory, and made again the next time.");
        }
    }
}
