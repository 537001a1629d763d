using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Models.Files;

namespace Fleet.Host.Results;

/// <summary>
/// The folder <c>checkpoints</c> of an unfinished run: what run it is, its last checkpoints and the requests so far. Whoever
/// works on it has locked the folder of the run.
/// </summary>
internal sealed class CheckpointFolder
{
    /// <summary>The name below the run's folder.</summary>
    public const string Name = "checkpoints";

    private const string DescriptionFile = "run.json";
    private const string RowsFile = "requests.rows";
    private const string FormerLock = "lock"; // as earlier versions left it
    private const string Extension = ".checkpoint";

    // The last one may turn out to be damaged; the one before it then serves.
    private const int Kept = 2;

    private readonly string _path;

    private CheckpointFolder(string runFolder)
    {
        Run = runFolder;
        _path = Path.Combine(runFolder, Name);
    }

    /// <summary>The folder of the run.</summary>
    public string Run { get; }

    /// <summary>The requests that have ended so far.</summary>
    public string Rows => PathOf(RowsFile);

    /// <summary>The checkpoints, from the oldest to the newest.</summary>
    public IReadOnlyList<string> Files => FilesIn(_path);

    /// <summary>Whether a folder holds an unfinished run with checkpoints switched on.</summary>
    public static bool IsIn(string runFolder) => File.Exists(Path.Combine(runFolder, Name, DescriptionFile));

    /// <summary>Whether a folder holds a checkpoint.</summary>
    public static bool HasCheckpoint(string runFolder) => IsIn(runFolder) && FilesIn(Path.Combine(runFolder, Name)).Count > 0;

    /// <summary>How to go on with the run of a folder, for messages.</summary>
    public static string HowToResume(string runFolder)
    {
        string quoted = runFolder.Any(char.IsWhiteSpace) ? $"\"{runFolder}\"" : runFolder;
        return $"To go on, run: fleetsim run --resume {quoted}";
    }

    /// <summary>What to do about results of a run that could not be written, for messages.</summary>
    public static string AfterLoss(string runFolder) =>
        HasCheckpoint(runFolder) ? HowToResume(runFolder) : "Free some space, or choose another folder, and run it again.";

    /// <summary>Makes the folder of a new run.</summary>
    public static CheckpointFolder Create(string runFolder, RunDescription description)
    {
        Directory.CreateDirectory(Path.Combine(runFolder, Name));
        var folder = new CheckpointFolder(runFolder);
        AtomicFile.Write(folder.PathOf(DescriptionFile), ResultsJson.Write(description));
        FolderSync.Flush(folder._path);
        return folder;
    }

    /// <summary>Opens the folder of an unfinished run.</summary>
    /// <exception cref="RunFolderException">There is none.</exception>
    public static CheckpointFolder Open(string runFolder) => IsIn(runFolder)
        ? new CheckpointFolder(runFolder)
        : throw new RunFolderException($"{runFolder} holds no run to go on with. Runs that can be resumed are those started with --checkpoint-every.");

    /// <summary>Removes what a run with checkpoints has left in a folder, and nothing else.</summary>
    public static void RemoveFrom(string runFolder)
    {
        string path = Path.Combine(runFolder, Name);
        if (!Directory.Exists(path))
        {
            return;
        }

        // The description goes first: without it nothing of the rest is taken for a run.
        foreach (string file in (string[])[DescriptionFile, DescriptionFile + AtomicFile.PartialSuffix, RowsFile, FormerLock])
        {
            File.Delete(Path.Combine(path, file));
        }

        foreach (string file in Directory.EnumerateFiles(path).Where(IsOurs).ToArray())
        {
            File.Delete(file);
        }

        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            Directory.Delete(path);
        }
    }

    /// <summary>What the run is.</summary>
    /// <exception cref="RunFolderException">It cannot be read.</exception>
    public RunDescription Describe()
    {
        try
        {
            return ResultsJson.ReadDescription(PathOf(DescriptionFile));
        }
        catch (SpecialFileException exception)
        {
            throw new RunFolderException(exception.Message);
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{PathOf(DescriptionFile)} is damaged ({exception.Message}), so nobody can tell which run this was. Start it again.");
        }
    }

    /// <summary>Where the checkpoint of an instant stands. Names are in the order of time.</summary>
    public string PathOf(SimTime at) => PathOf(at.Nanoseconds.ToString("D19", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The instant of a checkpoint, by its name.</summary>
    public static SimTime InstantOf(string file) =>
        new(long.Parse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>Removes all checkpoints but the last two.</summary>
    public void RemoveOld()
    {
        foreach (string file in Files.SkipLast(Kept))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the checkpoints after an instant, and files that were never finished.</summary>
    public void RemoveAfter(SimTime at)
    {
        string last = PathOf(at);
        foreach (string file in Directory.EnumerateFiles(_path).Where(IsOurs).ToArray())
        {
            if (!IsCheckpoint(file) || string.CompareOrdinal(file, last) > 0)
            {
                File.Delete(file);
            }
        }
    }

    private static IReadOnlyList<string> FilesIn(string path) =>
        [.. Directory.EnumerateFiles(path).Where(IsCheckpoint).Order(StringComparer.Ordinal)];

    private static bool IsCheckpoint(string file) =>
        Path.GetExtension(file) == Extension && Path.GetFileNameWithoutExtension(file).All(char.IsAsciiDigit);

    private static bool IsOurs(string file) => IsCheckpoint(
        file.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal) ? file[..^AtomicFile.PartialSuffix.Length] : file);

    private string PathOf(string name) => Path.Combine(_path, name);
}
