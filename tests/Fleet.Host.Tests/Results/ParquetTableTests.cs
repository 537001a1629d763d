using System.Diagnostics;
using Fleet.Host.Results;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.Results;

/// <summary>A table that finds no room gives back at once what it has taken, so that smaller files find some.</summary>
public sealed class ParquetTableTests
{
    [DiskTheory]
    [InlineData(20_000)]
    [InlineData(250_000)]
    public void A_table_that_finds_no_room_leaves_none_of_the_disk_taken(int rows)
    {
        // Without a collection: what only a finaliser closes stays open, as it does on a machine with memory to spare.
        Assert.True(GC.TryStartNoGCRegion(100_000_000));
        using SmallDisk disk = SmallDisk.OfKilobytes(120);
        long free = new DriveInfo(disk.FullPath).AvailableFreeSpace;

        IOException problem = Assert.Throws<IOException>(() => Fill(disk.PathOf("rows.parquet"), rows));
        Assert.Equal($"{disk.PathOf("rows.parquet")} cannot be written: No space left on device", problem.Message);
        Assert.Empty(Directory.GetFileSystemEntries(disk.FullPath));
        Assert.Equal(free, new DriveInfo(disk.FullPath).AvailableFreeSpace);
        GC.EndNoGCRegion();
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("missing/some.parquet");
        IOException problem = Assert.ThrowsAny<IOException>(() => Fill(path, 1));
        Assert.Contains(path, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_started_meanwhile_does_not_inherit_the_file()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // the system's list of open files is read
        }

        using var folder = new TemporaryFolder();
        using var table = new ParquetTable<int>(folder.PathOf("rows.parquet"), [ParquetColumn<int>.Int32("value", (in int row) => row)]);
        using Process child = Process.Start(new ProcessStartInfo("ls", ["-l", "/proc/self/fd"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.DoesNotContain("rows.parquet", child.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
    }

    private static void Fill(string path, int rows)
    {
        var random = new Random(1);
        ParquetTable<int>.Write(path, [ParquetColumn<int>.Int64("value", (in int _) => random.NextInt64())], Enumerable.Range(0, rows));
    }
}
