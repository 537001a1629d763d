using System.Text;
using Fleet.Models.Files;

namespace Fleet.Host.Results;

/// <summary>
/// The folder of many runs, such as those of a sweep or of an attack experiment: the plan of all, and what each has given. It
/// is locked while the command works. The same command with the same folder goes on where an earlier one ended.
/// </summary>
internal sealed class ExperimentFolder : IDisposable
{
    private readonly FolderLock _lock;
    private readonly string _planFile;

    private ExperimentFolder(FolderLock claim, string planFile) => (_lock, _planFile) = (claim, planFile);

    /// <summary>The absolute path.</summary>
    public string FullPath => _lock.Folder;

    /// <summary>Opens the folder: a new one, or the one of the same experiment that was interrupted.</summary>
    /// <param name="path">The folder, or null for the next free number below runs/NAME.</param>
    /// <param name="name">The name of the experiment.</param>
    /// <param name="kind">What it is, for messages.</param>
    /// <param name="plan">The file of the plan, and its text: what tells this experiment from another.</param>
    /// <param name="force">Whether a folder of something else is taken too; what it holds stays.</param>
    /// <exception cref="RunFolderException">The folder holds something else, a process works in it, or it cannot be written.</exception>
    public static ExperimentFolder Open(string? path, string name, string kind, (string File, string Text) plan, bool force)
    {
        if (path is null)
        {
            return Begin(NumberedFolder.Claim("runs", name), plan);
        }

        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            throw new RunFolderException($"{full} is a file, not a folder.");
        }

        if (!force)
        {
            ThrowIfOther(full, kind, plan);
        }

        FolderLock claim = FolderLock.Acquire(full);
        try
        {
            if (!force)
            {
                ThrowIfOther(full, kind, plan);
            }

            return Begin(claim, plan);
        }
        catch
        {
            claim.Abandon();
            throw;
        }
    }

    /// <summary>The path of a file of the experiment itself.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Lets go of the folder. One that was made for an experiment which has given nothing is removed.</summary>
    public void Dispose()
    {
        if (_lock.IsNew && Directory.Exists(FullPath) && HasNothing())
        {
            File.Delete(PathOf(_planFile));
        }

        _lock.Abandon();
    }

    private bool HasNothing() => Directory.EnumerateFileSystemEntries(FullPath)
        .Select(entry => Path.GetFileName(entry))
        .All(name => name == FolderLock.FileName || name == _planFile);

    private static ExperimentFolder Begin(FolderLock claim, (string File, string Text) plan)
    {
        var folder = new ExperimentFolder(claim, plan.File);
        try
        {
            AtomicFile.Write(folder.PathOf(plan.File), Encoding.UTF8.GetBytes(plan.Text));
            return folder;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            claim.Abandon();
            throw RunFolderException.CannotWrite(claim.Folder, problem);
        }
    }

    private static void ThrowIfOther(string full, string kind, (string File, string Text) plan)
    {
        string planPath = Path.Combine(full, plan.File);
        if (FolderLock.IsEmpty(full, plan.File) || (FileKinds.Of(planPath) == FileKind.Regular && File.ReadAllText(planPath) == plan.Text))
        {
            return;
        }

        FolderLock.ThrowIfHeld(full);
        throw new RunFolderException(
            $"{full} holds something else than this {kind}. Choose another folder, or pass --force to write into it all the same.");
    }
}
