using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Models.Files;

/// <summary>What a path leads to.</summary>
public enum FileKind
{
    /// <summary>There is nothing.</summary>
    Missing,

    /// <summary>A file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device, a pipe or a socket, whose bytes may have no end.</summary>
    Special,
}

/// <summary>Tells kinds of file apart. The framework cannot tell a file from a device or a pipe.</summary>
public static class FileKinds
{
    // statx(2): relative to the current folder, the type alone, and where it stands in the result.
    private const int CurrentFolder = -100;
    private const uint TypeMask = 1;
    private const int ModeOffset = 28;
    private const int ResultBytes = 256;
    private const int FormatBits = 0xf000;
    private const int RegularFormat = 0x8000;
    private const int FolderFormat = 0x4000;

    /// <summary>The kind of a path; links are followed.</summary>
    public static FileKind Of(string path)
    {
        if (Directory.Exists(path))
        {
            return FileKind.Folder;
        }

        if (!File.Exists(path))
        {
            return FileKind.Missing;
        }

        byte[] result = new byte[ResultBytes];
        if (!OperatingSystem.IsLinux() || Status(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeMask, result) != 0)
        {
            return FileKind.Regular;
        }

        return (BitConverter.ToUInt16(result, ModeOffset) & FormatBits) switch
        {
            RegularFormat => FileKind.Regular,
            FolderFormat => FileKind.Folder,
            _ => FileKind.Special,
        };
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, byte[] path, int flags, uint mask, [Out] byte[] result);
}
