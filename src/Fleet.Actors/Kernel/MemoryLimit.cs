using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>
/// The memory that the collector may use, where the environment limits it (DOTNET_GCHeapHardLimit, or a container). An
/// allocation that would come too near is refused, while there is still room to end in order.
/// </summary>
/// <remarks>
/// Close below the limit a program collects for minutes before an allocation fails, and then it fails on any thread: on one
/// of the framework, which ends the process, or in a library that takes it for another failure.
/// </remarks>
internal static class MemoryLimit
{
    private const double MostBeforeCollection = 15 / 16.0;
    private const double Most = 7 / 8.0;

    // Read once: the query costs more than the comparison.
    private static readonly long Limit = Find();

    /// <summary>Checks that there is room. Worth its cost only for large allocations, or many small ones together.</summary>
    /// <param name="bytes">How much is about to be allocated.</param>
    /// <exception cref="InsufficientMemoryException">With them, live objects would take more than seven eighths of the limit.</exception>
    public static void Require(long bytes)
    {
        if (Limit > 0 && GC.GetTotalMemory(forceFullCollection: false) + bytes > MostBeforeCollection * Limit)
        {
            RequireAfterCollection(bytes);
        }
    }

    // Between the two bounds lies a sixteenth of the limit, all of it garbage: collections stay few.
    private static void RequireAfterCollection(long bytes)
    {
        GC.Collect();
        if (GC.GetTotalMemory(forceFullCollection: false) + bytes > Most * Limit)
        {
#pragma warning disable MA0012 // the runtime would throw it a little later
            throw new InsufficientMemoryException();
#pragma warning restore MA0012
        }
    }

    private static long Find()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        bool isLimited = GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out object? limit) && Convert.ToInt64(limit, CultureInfo.InvariantCulture) > 0;
        return isLimited ? memory.TotalAvailableMemoryBytes : 0;
    }
}
