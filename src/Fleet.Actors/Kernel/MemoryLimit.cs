using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <summary>
/// The memory that the collector may use, where the environment limits it (DOTNET_GCHeapHardLimit, or a container). What
/// would come too near is refused, while there is still room to end in order.
/// </summary>
/// <remarks>
/// Close below the limit a program collects in vain for minutes before it is told that there is no memory, and then whichever
/// thread asks first is told: one of the framework's own that takes it for the end of the process, or one where a library
/// takes it for a failure of something else.
/// </remarks>
internal static class MemoryLimit
{
    private const double Worrying = 15 / 16.0;
    private const double Most = 7 / 8.0;

    // Found out once: to ask costs more than to compare.
    private static readonly long Limit = Find();

    /// <summary>Sees that there is room. Only large parts, or many small ones together, are worth the question.</summary>
    /// <param name="bytes">How much is about to be taken, in bytes.</param>
    /// <exception cref="InsufficientMemoryException">What lives takes seven eighths of the limit with it.</exception>
    public static void Require(long bytes)
    {
        if (Limit > 0 && GC.GetTotalMemory(forceFullCollection: false) + bytes > Worrying * Limit)
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
#pragma warning disable MA0012 // it is what the collector would throw a little later
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
