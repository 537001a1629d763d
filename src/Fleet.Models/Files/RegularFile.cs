using Fleet.Models.Text;

namespace Fleet.Models.Files;

/// <summary>
/// Opens files that users name, or that lie where users can put others. A pipe without a writer would never open, and a device
/// may have no end: what is no regular file is refused before it is opened.
/// </summary>
public static class RegularFile
{
    /// <summary>What stands where a regular file should, as messages call it.</summary>
    public const string Special = "a device or a pipe";

    /// <summary>Whether a path leads to a device, a pipe or a socket.</summary>
    public static bool IsSpecial(string path) => FileKinds.Of(path) == FileKind.Special;

    /// <summary>Refuses a path that leads to a device, a pipe or a socket. One that leads nowhere passes.</summary>
    /// <exception cref="SpecialFileException">It does.</exception>
    public static void Require(string path)
    {
        if (IsSpecial(path))
        {
            throw new SpecialFileException(path);
        }
    }

    /// <summary>Opens a file to read it; others may read it too.</summary>
    /// <exception cref="SpecialFileException">It is none.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        return File.OpenRead(path);
    }

    /// <summary>The content of a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static byte[] ReadAllBytes(string path)
    {
        Require(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>The content of a text file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static string ReadAllText(string path)
    {
        Require(path);
        return File.ReadAllText(path);
    }
}

/// <summary>A device, a pipe or a socket stands where a regular file should.</summary>
/// <param name="path">Its path.</param>
public sealed class SpecialFileException(string path) : IOException($"{PlainText.Line(path)} is {RegularFile.Special}; expected a regular file.");
