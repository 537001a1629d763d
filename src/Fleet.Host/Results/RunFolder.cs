using System.Globalization;
using System.Text.Json;
using Fleet.Host.Checkpoints;

namespace Fleet.Host.Results;

/// <summary>The folder of one run.</summary>
/// <remarks>
/// While a run writes, the folder holds a file named <see cref="Marker"/>. It also makes the claim on a numbered folder
/// atomic: the folder is made elsewhere with the marker inside and then renamed, which fails where another process was
/// first.
/// </remarks>
public sealed class RunFolder
{
    /// <summary>The file that stands in the folder from the start of a run to its end.</summary>
    public const string Marker = ".incomplete";

    /// <summary>The folder of the pictures.</summary>
    public const string Pictures = "reconstructions";

    private const int MaxNumber = 999_999;

    private static readonly string[] WrittenFiles =
        ["summary.json", "requests.parquet", "leakage.parquet", "report.html", "manifest.json"];

    private readonly bool _isNew;

    private RunFolder(string path, bool isNew)
    {
        FullPath = path;
        _isNew = isNew;
    }

    /// <summary>The absolute path.</summary>
    public string FullPath { get; }

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Makes runs/NAME/NNN with the next free number, from 001.</summary>
    /// <param name="root">The folder that holds the runs of all scenarios, usually <c>runs</c>.</param>
    /// <param name="scenario">The scenario's name.</param>
    public static RunFolder Next(string root, string scenario)
    {
        string parent = Path.GetFullPath(Path.Combine(root, FileNames.Safe(scenario)));
        Directory.CreateDirectory(parent);
        string staged = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".new-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"));
        Directory.CreateDirectory(staged);
        try
        {
            File.WriteAllBytes(Path.Combine(staged, Marker), []);
            for (int number = HighestNumber(parent) + 1; number <= MaxNumber; number++)
            {
                string path = Path.Combine(parent, number.ToString("D3", CultureInfo.InvariantCulture));
                if (TryClaim(staged, path)) return new RunFolder(path, isNew: true);
            }
        }
        finally
        {
            if (Directory.Exists(staged)) Directory.Delete(staged, recursive: true);
        }

        throw new RunFolderException($"{parent} has no free number left.");
    }

    /// <summary>Takes a folder that the user names.</summary>
    /// <param name="path">The folder; made if it does not exist.</param>
    /// <param name="force">
    /// Whether a folder with something in it is taken too. Then the files of an earlier run in it are removed and all
    /// other files stay.
    /// </param>
    /// <exception cref="RunFolderException">
    /// The folder has something in it and <paramref name="force"/> is false, or the path is a file.
    /// </exception>
    public static RunFolder At(string path, bool force)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full)) throw new RunFolderException($"{full} is a file, not a folder.");

        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            if (!force && CheckpointFolder.IsIn(full))
            {
                throw new RunFolderException(
                    $"{full} holds an unfinished run. {CheckpointFolder.HowToResume(full)}\nOr choose another folder, or pass --force to replace it.");
            }

            if (!force)
            {
                throw new RunFolderException($"{full} has something in it. Choose another folder, or pass --force to replace an earlier run.");
            }

            CheckpointFolder.RemoveFrom(full);
            RemoveEarlierRun(full);
        }

        bool isNew = !Directory.Exists(full);
        Directory.CreateDirectory(full);
        File.WriteAllBytes(Path.Combine(full, Marker), []);
        return new RunFolder(full, isNew);
    }

    /// <summary>Takes the folder of an unfinished run again. What an interruption has left there as results is removed.</summary>
    public static RunFolder Again(string path)
    {
        string full = Path.GetFullPath(path);
        File.WriteAllBytes(Path.Combine(full, Marker), []);
        RemoveEarlierRun(full);
        return new RunFolder(full, isNew: false);
    }

    /// <summary>Declares the run written.</summary>
    public void Release() => File.Delete(PathOf(Marker));

    /// <summary>Takes back the claim of a run that wrote nothing: removes the folder if the run made it and it is empty.</summary>
    public void Abandon()
    {
        Release();
        if (_isNew && !Directory.EnumerateFileSystemEntries(FullPath).Any()) Directory.Delete(FullPath);
    }

    private static int HighestNumber(string parent)
    {
        int highest = 0;
        foreach (string entry in Directory.EnumerateFileSystemEntries(parent))
        {
            string name = Path.GetFileName(entry);
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                highest = Math.Max(highest, number);
            }
        }

        return highest;
    }

    private static bool TryClaim(string staged, string path)
    {
        try
        {
            Directory.Move(staged, path);
            return true;
        }
        catch (IOException) when (Directory.Exists(path) || File.Exists(path))
        {
            return false;
        }
    }

    private static void RemoveEarlierRun(string folder)
    {
        string pictures = Path.Combine(folder, Pictures);
        if (Directory.Exists(pictures))
        {
            foreach (string picture in PicturesOfEarlierRun(folder)) File.Delete(Path.Combine(pictures, picture));
        }

        foreach (string name in WrittenFiles)
        {
            File.Delete(Path.Combine(folder, name));
            File.Delete(Path.Combine(folder, name + AtomicFile.PartialSuffix));
        }
    }

    /// <summary>Only what the manifest lists was written by a run; other pictures are the user's.</summary>
    private static IEnumerable<string> PicturesOfEarlierRun(string folder)
    {
        string path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path)) return [];
        Manifest? manifest;
        try
        {
            manifest = ResultsJson.ReadManifest(path);
        }
        catch (JsonException)
        {
            // Not a manifest of ours, so none of the pictures is known to be.
            return [];
        }

        return manifest.Files
            .Where(file => file.Name.StartsWith(Pictures + "/", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file.Name));
    }
}

/// <summary>A run cannot write where it was told to. The message says why, for the user.</summary>
public sealed class RunFolderException(string message) : Exception(message);
