using Fleet.Host.Forecasts;
using Fleet.Host.Terminal;

namespace Fleet.Host.Runs;

/// <summary>What this machine has for a run.</summary>
/// <param name="MemoryBytes">Memory of the machine, or of the container if it has less.</param>
/// <param name="DiskBytes">Free space where the results go; null if it cannot be told.</param>
internal sealed record RunLimits(long MemoryBytes, long? DiskBytes)
{
    /// <summary>What there is.</summary>
    /// <param name="folder">Where the results go; it need not exist.</param>
    public static RunLimits Of(string folder)
    {
        string? existing = Path.GetFullPath(folder);
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        return new RunLimits(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, existing is null ? null : FreeSpace(existing));
    }

    /// <summary>What a run needs and what there is, in one line.</summary>
    public string Describe(RunForecast forecast)
    {
        string free = DiskBytes is { } disk ? $" ({ByteText.Of(disk)} free)" : "";
        return $"Expected: {ByteText.Of(forecast.MemoryBytes)} of memory ({ByteText.Of(MemoryBytes)} in all), {ByteText.Of(forecast.DiskBytes)} on disk{free}";
    }

    /// <summary>Refuses a run that cannot fit.</summary>
    /// <exception cref="UsageException">It needs more memory or disk than there is.</exception>
    public void ThrowIfTooLarge(RunForecast forecast, string forceOption)
    {
        string? lacking = forecast.MemoryBytes > MemoryBytes ? "memory" : forecast.DiskBytes > DiskBytes ? "free disk" : null;
        if (lacking is not null)
        {
            throw new UsageException(
                $"The run needs more {lacking} than there is. {Describe(forecast)}. Make the fleet or its results smaller, or pass {forceOption} to try all the same.");
        }
    }

    private static long? FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return null; // a file system that does not say
        }
    }
}
