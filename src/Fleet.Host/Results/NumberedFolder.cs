using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>Folders that are numbered from 001 below one of their own name.</summary>
internal static class NumberedFolder
{
    private const int MaxNumber = 999_999;

    /// <summary>Takes root/NAME/NNN with the next free number.</summary>
    /// <remarks>The folder is made and locked elsewhere and then renamed, which fails where another process was first.</remarks>
    /// <exception cref="RunFolderException">It cannot be written.</exception>
    public static FolderLock Claim(string root, string name)
    {
        string parent = Path.GetFullPath(Path.Combine(root, FileNames.Safe(name)));
        FolderLock staged = FolderLock.Acquire(Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $".new-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}")));
        try
        {
            for (int number = HighestNumber(parent) + 1; number <= MaxNumber; number++)
            {
                string path = Path.Combine(parent, number.ToString("D3", CultureInfo.InvariantCulture));
                if (staged.TryMove(path))
                {
                    return staged;
                }
            }
        }
        catch
        {
            staged.Abandon();
            throw;
        }

        staged.Abandon();
        throw new RunFolderException($"{parent} has no free number left.");
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
}
