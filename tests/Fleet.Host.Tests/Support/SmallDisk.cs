using System.Diagnostics;

namespace Fleet.Host.Tests.Support;

/// <summary>A disk of some kilobytes, in memory, for one test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk(string options)
    {
        FullPath = _folder.PathOf("disk");
        Directory.CreateDirectory(FullPath);
        if (!Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", FullPath))
        {
            _folder.Dispose();
            throw new InvalidOperationException("The system mounts nothing.");
        }
    }

    /// <summary>Why there is none on this machine; null if there is.</summary>
    public static string? ReasonToSkip { get; } = CanMount() ? null : "This test mounts a small disk, which needs root and a system that allows it.";

    /// <summary>Where it is mounted.</summary>
    public string FullPath { get; }

    /// <summary>A path on it.</summary>
    public string PathOf(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <summary>Mounts one.</summary>
    public static SmallDisk OfKilobytes(int size) => new($"size={size}k");

    /// <summary>Mounts one and takes the right to write away.</summary>
    public static SmallDisk ReadOnly() => new("size=10m,ro");

    /// <summary>Leaves this many kilobytes free: a file takes the rest.</summary>
    public void Fill(int leaving)
    {
        long free = new DriveInfo(FullPath).AvailableFreeSpace;
        using FileStream filler = File.Create(PathOf("filler"));
        filler.Write(new byte[Math.Max(0, free - (1024L * leaving))]);
    }

    /// <summary>Gives it more room.</summary>
    public void Grow(int kilobytes)
    {
        File.Delete(PathOf("filler"));
        Assert.True(Run("mount", "-o", $"remount,size={kilobytes}k", FullPath));
    }

    public void Dispose()
    {
        Run("umount", "-l", FullPath);
        _folder.Dispose();
    }

    private static bool CanMount()
    {
        try
        {
            OfKilobytes(4).Dispose();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such command
        }
    }
}

/// <summary>A theory that mounts disks; skipped with a reason where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DiskTheoryAttribute : TheoryAttribute
{
    public DiskTheoryAttribute() => Skip = SmallDisk.ReasonToSkip;
}
