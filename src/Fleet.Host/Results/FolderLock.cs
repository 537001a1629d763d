namespace Fleet.Host.Results;

/// <summary>
/// The right to write into a folder, which one process at a time has, from its first file there to its end. Every command that
/// writes a folder takes it. The system releases it when the process dies.
/// </summary>
/// <remarks>
/// The holder removes the lock's file at the end, while it still has the lock. Who got hold of a file that has been removed
/// meanwhile sees that, and begins again: a name never stands for two locks.
/// </remarks>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file in the folder. It is nobody's content: a folder with nothing else in it is empty.</summary>
    public const string FileName = ".fleetsim-lock";

    private readonly LockFile _file;
    private readonly Guid _token;
    private readonly List<string> _made;
    private bool _released;

    private FolderLock(string folder, LockFile file, Guid token, List<string> made) =>
        (Folder, _file, _token, _made) = (folder, file, token, made);

    /// <summary>The absolute path of the folder.</summary>
    public string Folder { get; private set; }

    /// <summary>Whether the folder was made for this lock.</summary>
    public bool IsNew => _made.Contains(Folder);

    /// <summary>Takes a folder, which is made if it is not there.</summary>
    /// <exception cref="RunFolderException">Another process has it, or it cannot be written.</exception>
    public static FolderLock Acquire(string folder)
    {
        string full = Path.GetFullPath(folder);
        List<string> made = Missing(full);
        string path = Path.Combine(full, FileName);
        try
        {
            while (true)
            {
                Directory.CreateDirectory(full);
                LockFile? file = LockFile.TryOpen(path, create: true);
                if (file is null)
                {
                    continue; // the folder was removed meanwhile
                }

                if (!file.TryLock())
                {
                    string text = file.Read();
                    file.Dispose();
                    throw Held(full, text);
                }

                LockHolder holder = LockHolder.New();
                Write(file, path, holder);
                if (TokenIn(path) == holder.Token)
                {
                    return new FolderLock(full, file, holder.Token, made);
                }

                file.Dispose(); // its former holder has removed it
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw RunFolderException.CannotWrite(full, problem);
        }
    }

    /// <summary>Refuses a folder in which a process works.</summary>
    /// <exception cref="RunFolderException">One does.</exception>
    public static void ThrowIfHeld(string folder)
    {
        string full = Path.GetFullPath(folder);
        string? text = null;
        try
        {
            using LockFile? file = LockFile.TryOpen(Path.Combine(full, FileName), create: false);
            text = file is null || file.TryLock() ? null : file.Read();
        }
        catch (IOException)
        {
            // Not to be opened, so nothing is known of it; taking the folder will tell.
        }

        if (text is not null)
        {
            throw Held(full, text);
        }
    }

    /// <summary>Whether a folder is not there, or holds nothing but a lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="first">The file that is written first: if its writer was killed, a part of it is there, and nothing else.</param>
    public static bool IsEmpty(string folder, string? first = null) =>
        !Directory.Exists(folder)
        || Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).All(name => name == FileName || (first is not null && name == first + AtomicFile.PartialSuffix));

    /// <summary>Gives the folder, which was made for this, another name, if nothing has that one.</summary>
    /// <returns>Whether it has that name now.</returns>
    public bool TryMove(string path)
    {
        try
        {
            Directory.Move(Folder, path);
            Folder = path;
            _made.Add(path);
            return true;
        }
        catch (IOException) when (Directory.Exists(path) || File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Lets go of the folder, and removes it, and those above it that were made for it, where they are empty.</summary>
    public void Abandon()
    {
        if (_released)
        {
            return;
        }

        Dispose();
        try
        {
            foreach (string folder in _made.OrderByDescending(folder => folder.Length).Where(IsBare))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Another process uses it by now, or it must not be removed.
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose()
    {
        if (_released)
        {
            return;
        }

        _released = true;
        string path = Path.Combine(Folder, FileName);
        try
        {
            // A user who renamed the folder may have begun another run under its old name.
            if (TokenIn(path) == _token)
            {
                File.Delete(path);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A file without a lock on it is in nobody's way.
        }

        _file.Dispose();
    }

    // The folder and those above it that are not there yet.
    private static List<string> Missing(string full)
    {
        List<string> missing = [];
        for (string? folder = full; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        return missing;
    }

    private static bool IsBare(string folder) => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    // A disk that has no room for this has none for a run.
    private static void Write(LockFile file, string path, LockHolder holder)
    {
        try
        {
            file.Write(holder.Text);
        }
        catch (IOException)
        {
            File.Delete(path);
            file.Dispose();
            throw;
        }
    }

    private static Guid? TokenIn(string path)
    {
        using LockFile? file = LockFile.TryOpen(path, create: false);
        return file is null ? null : LockHolder.Parse(file.Read())?.Token;
    }

    private static RunFolderException Held(string folder, string text)
    {
        string holder = LockHolder.Parse(text)?.ToString() ?? "another process";
        return new RunFolderException($"{folder} is in use by {holder}. Wait for its end or choose another folder; --force takes no folder from a running process.");
    }
}
