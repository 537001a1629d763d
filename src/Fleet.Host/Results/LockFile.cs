using System.Runtime.InteropServices;
using System.Text;
using Fleet.Models.Files;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Host.Results;

/// <summary>
/// A file that one process at a time can lock. The lock is the system's own: it ends with the process, however that ends.
/// What the holder writes into the file can be read by others meanwhile, which the streams of the runtime do not allow.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000; // a child of the holder must not hold it on
    private const int Mode = 0b110_110_110; // less the process's mask
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int NoEntry = 2;
    private const int WouldBlock = 11;
    private const int MaxText = 4096;

    private readonly SafeFileHandle _handle;

    private LockFile(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens the file, without locking it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Whether it is made if it is not there.</param>
    /// <returns>The file, or null if it, or its folder, is not there.</returns>
    /// <exception cref="IOException">It cannot be opened for writing.</exception>
    public static LockFile? TryOpen(string path, bool create)
    {
        RegularFile.Require(path);
        if (!OperatingSystem.IsLinux())
        {
            return TryOpenElsewhere(path, create);
        }

        int descriptor = Open(path, ReadWrite | CloseOnExec | (create ? Create : 0), Mode);
        if (descriptor >= 0)
        {
            return new LockFile(new SafeFileHandle(descriptor, ownsHandle: true));
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NoEntry ? null : throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'");
    }

    /// <summary>Locks it if nobody else has. On a file system that knows no locks everybody gets it.</summary>
    public bool TryLock() =>
        !OperatingSystem.IsLinux() || Flock(_handle, Exclusive | NonBlocking) == 0 || Marshal.GetLastPInvokeError() != WouldBlock;

    /// <summary>The text in the file.</summary>
    public string Read()
    {
        byte[] bytes = new byte[MaxText];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(_handle, bytes, 0));
    }

    /// <summary>Replaces the text.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        RandomAccess.Write(_handle, bytes, 0);
        RandomAccess.SetLength(_handle, bytes.Length);
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _handle.Dispose();

    // The runtime's own locks, which let nobody read who holds them.
    private static LockFile? TryOpenElsewhere(string path, bool create)
    {
        try
        {
            return new LockFile(File.OpenHandle(path, create ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flock(SafeFileHandle file, int operation);
}
