using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Time;

/// <summary>
/// Arrays that the garbage collector never moves, so that they can be known by address, and which the operating system is
/// asked to keep in huge pages if they are large.
/// </summary>
/// <remarks>
/// Events reach states at random. Over a million entities nearly each of them would miss the processor's table of pages
/// of 4 KB, and a miss is a walk through tables that lie in memory themselves. Pages of 2 MB do away with that.
/// Linux gives them on request where its transparent huge pages are set to "madvise" or "always"; elsewhere nothing changes.
/// </remarks>
internal static unsafe partial class PinnedMemory
{
    private const nuint HugePage = 2 << 20;
    private const int AdviseHugePage = 14; // MADV_HUGEPAGE, madvise(2)

    /// <summary>An array of values that are not set.</summary>
    public static T[] Allocate<T>(int length)
        where T : unmanaged
    {
        // Not cleared by the collector: pages that have been touched stay small.
        T[] array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        if (OperatingSystem.IsLinux() && (nuint)length * (nuint)sizeof(T) >= HugePage)
        {
            AskForHugePages((nuint)Unsafe.AsPointer(ref array[0]), (nuint)length * (nuint)sizeof(T));
        }

        return array;
    }

    /// <summary>An array of zeros.</summary>
    public static T[] AllocateZeroed<T>(int length)
        where T : unmanaged
    {
        T[] array = Allocate<T>(length);
        Array.Clear(array);
        return array;
    }

    // What the system answers does not matter: it is a wish.
    private static void AskForHugePages(nuint start, nuint bytes)
    {
        nuint first = (start + HugePage - 1) & ~(HugePage - 1);
        nuint end = (start + bytes) & ~(HugePage - 1);
        if (end > first)
        {
            _ = Advise(first, end - first, AdviseHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint start, nuint bytes, int advice);
}
