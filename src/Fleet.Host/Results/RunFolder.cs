namespace Fleet.Host.Results;

/// <summary>The folder of one run, locked while the run writes.</summary>
/// <remarks>While it does, and when it could not write everything, the folder holds a file named <see cref="Marker"/>.</remarks>
public sealed class RunFolder : IDisposable
{
    /// <summary>The file that stands in the folder from the start of a run to its end.</summary>
    public const string Marker = ".incomplete";

    private readonly FolderLock _lock;

    private RunFolder(FolderLock folder) => _lock = folder;

    /// <summary>The absolute path.</summary>
    public string FullPath => _lock.Folder;

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Makes runs/NAME/NNN with the next free number, from 001.</summary>
    /// <param name="root">The folder that holds the runs of all scenarios, usually <c>runs</c>.</param>
    /// <param name="scenario">The scenario's name.</param>
    /// <exception cref="RunFolderException">It cannot be written.</exception>
    public static RunFolder Next(string root, string scenario) => Begin(NumberedFolder.Claim(root, scenario), replace: false);

    /// <summary>Takes a folder that the user names.</summary>
    /// <param name="path">The folder; made if it does not exist.</param>
    /// <param name="force">
    /// Whether a folder with something in it is taken too. Then the files of an earlier run in it are removed and all
    /// other files stay.
    /// </param>
    /// <exception cref="RunFolderException">
    /// The folder has something in it and <paramref name="force"/> is false, a process works in it, it cannot be written, or the
    /// path is a file.
    /// </exception>
    public static RunFolder At(string path, bool force)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full)) throw new RunFolderException($"{full} is a file, not a folder.");
        if (!force) ThrowIfNotEmpty(full);
        return Begin(FolderLock.Acquire(full), replace: force);
    }

    /// <summary>Takes the folder of an unfinished run again. What an interruption has left there as results stays for now.</summary>
    /// <exception cref="RunFolderException">A process works in it, or it cannot be written.</exception>
    public static RunFolder Again(string path) => new(FolderLock.Acquire(path));

    /// <summary>Declares that not all of the run could be written. A manifest of before no longer holds.</summary>
    public void MarkIncomplete()
    {
        File.Delete(PathOf(Manifest.FileName));
        try
        {
            File.WriteAllBytes(PathOf(Marker), []);
        }
        catch (IOException)
        {
            // Without a manifest the folder counts as incomplete too.
        }
    }

    /// <summary>Declares the run written.</summary>
    public void Release()
    {
        File.Delete(PathOf(Marker));
        Dispose();
    }

    /// <summary>Takes back the claim of a run that wrote nothing: removes the folder if it was made for the run and is empty.</summary>
    public void Abandon()
    {
        if (Directory.Exists(FullPath)) File.Delete(PathOf(Marker));
        _lock.Abandon();
    }

    /// <summary>Releases the lock. The folder stays as it is.</summary>
    public void Dispose() => _lock.Dispose();

    private static RunFolder Begin(FolderLock claim, bool replace)
    {
        var folder = new RunFolder(claim);
        try
        {
            // Another process may have had the folder between the first look and the lock.
            if (!replace) ThrowIfNotEmpty(folder.FullPath);
            File.WriteAllBytes(folder.PathOf(Marker), []);
            CheckpointFolder.RemoveFrom(folder.FullPath);
            EarlierRun.Remove(folder.FullPath);
            return folder;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            claim.Abandon();
            throw RunFolderException.CannotWrite(folder.FullPath, problem);
        }
        catch
        {
            claim.Abandon();
            throw;
        }
    }

    private static void ThrowIfNotEmpty(string full)
    {
        if (FolderLock.IsEmpty(full)) return;
        FolderLock.ThrowIfHeld(full);
        throw new RunFolderException(CheckpointFolder.IsIn(full)
            ? $"{full} holds an unfinished run. {CheckpointFolder.HowToResume(full)}\nOr choose another folder, or pass --force to replace it."
            : $"{full} has something in it. Choose another folder, or pass --force to replace an earlier run.");
    }
}
