using System.Globalization;
using Fleet.Models.Files;

namespace Fleet.Host.Results;

/// <summary>Finds out whether a file can be written before the work begins whose result it is to hold.</summary>
internal static class OutputProbe
{
    /// <summary>Refuses a file that cannot be written. Leaves no trace but folders above it, which it needs.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="RunFolderException">It cannot be written.</exception>
    public static void File(string? path)
    {
        if (path is null)
        {
            return;
        }

        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new RunFolderException($"{full} is a folder, not a file.");
        }

        if (RegularFile.IsSpecial(full))
        {
            throw new RunFolderException($"{full} is {RegularFile.Special}, not a file."); // it would be replaced by one
        }

        string probe = string.Create(CultureInfo.InvariantCulture, $"{full}.{Environment.ProcessId}.probe");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            System.IO.File.WriteAllBytes(probe, [0]);
            System.IO.File.Delete(probe);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw RunFolderException.CannotWrite(full, problem);
        }
    }
}
