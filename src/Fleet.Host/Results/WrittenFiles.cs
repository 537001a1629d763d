using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>
/// Files that are written one after another: what can be written is, and what cannot is remembered. So one file that finds no
/// room costs none of the others.
/// </summary>
/// <param name="folder">Where they go.</param>
internal sealed class WrittenFiles(string folder)
{
    private readonly List<string> _names = [];
    private readonly List<string> _lost = [];
    private Exception? _cause;

    /// <summary>The names of the files that are there, in the order in which they were written.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether all that was to be written is there.</summary>
    public bool AreWhole => _lost.Count == 0;

    /// <summary>Writes a file, or notes that it cannot be.</summary>
    /// <param name="name">The path within the folder, with forward slashes.</param>
    /// <param name="write">Writes the file of a path, which appears whole or not at all.</param>
    /// <returns>Whether it is there.</returns>
    public bool Write(string name, Action<string> write)
    {
        try
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            write(path);
            _names.Add(name);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Lose(name, problem);
            return false;
        }
    }

    /// <summary>Writes bytes as a file, or notes that they cannot be.</summary>
    public bool Write(string name, byte[] content) => Write(name, path => AtomicFile.Write(path, content));

    /// <summary>Notes that a file cannot be written.</summary>
    public void Lose(string name, Exception problem)
    {
        _lost.Add(name);
        _cause ??= problem;
    }

    /// <summary>What is lacking, and why; ready to be thrown.</summary>
    /// <param name="summary">The figures of the run whose files these are, if they are those of one.</param>
    public UnwrittenException Problem(RunSummary? summary = null)
    {
        string lost = _lost.Count <= 3 ? string.Join(", ", _lost) : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", _lost.Take(2))} and {_lost.Count - 2} more files");
        string rest = _names.Count > 0 ? " What found room is there." : "";
        return new UnwrittenException($"{lost} could not be written into {folder}: {_cause!.Message.TrimEnd('.')}.{rest}", _cause) { Summary = summary };
    }
}
