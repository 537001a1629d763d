using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Values that the garbage collector never moves, so that they can be known by address. The operating system is asked to
/// keep them in huge pages if they are many.
/// </summary>
/// <remarks>
/// Events reach states at random. From some 100,000 entities on, many of them would miss the processor's table of pages of
/// 4 KB, and a miss is a walk through tables that lie in memory themselves. Pages of 2 MB do away with that.
/// Linux gives them on request where its transparent huge pages are set to "madvise" or "always"; elsewhere nothing changes.
/// </remarks>
/// <typeparam name="T">The values.</typeparam>
internal sealed unsafe class PinnedMemory<T>
    where T : unmanaged
{
    private const nuint WorthHugePages = 1 << 20;

    private readonly CacheLine[] _memory; // keeps the values alive

    /// <summary>Room for so many values, which are not set.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public PinnedMemory(int length)
    {
        Length = length;
        nuint bytes = (nuint)length * (nuint)sizeof(T);
        bool large = OperatingSystem.IsLinux() && bytes >= WorthHugePages;
        nuint alignment = large ? HugePages.Size : CacheLine.Size;

        // A last huge page that would be less than half full is left to small ones.
        nuint rest = bytes % HugePages.Size;
        nuint room = large && rest >= WorthHugePages ? bytes - rest + HugePages.Size : bytes;

        MemoryLimit.Require((long)room);

        // Not cleared by the collector: pages that have been touched stay small.
        _memory = GC.AllocateUninitializedArray<CacheLine>(checked((int)((room + alignment + CacheLine.Size - 1) / CacheLine.Size)), pinned: true);
        nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        First = (T*)((start + alignment - 1) & ~(alignment - 1));
        if (large)
        {
            HugePages.AskFor((nuint)First, room - (room % HugePages.Size));
        }
    }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>The first, at the beginning of a cache line.</summary>
    public T* First { get; }

    /// <summary>Sets all values to zero.</summary>
    public PinnedMemory<T> Cleared()
    {
        new Span<T>(First, Length).Clear();
        return this;
    }
}

/// <summary>The unit of pinned memory.</summary>
[StructLayout(LayoutKind.Sequential, Size = (int)Size)]
internal readonly struct CacheLine
{
    /// <summary>Its bytes.</summary>
    public const nuint Size = 64;
}

/// <summary>The operating system's pages of 2 MB.</summary>
internal static partial class HugePages
{
    /// <summary>The bytes of one.</summary>
    public const nuint Size = 2 << 20;

    private const int Advice = 14; // MADV_HUGEPAGE, madvise(2)

    /// <summary>Asks for huge pages in a range that has not been touched. A wish: what the system answers does not matter.</summary>
    public static void AskFor(nuint start, nuint bytes) => _ = Advise(start, bytes, Advice);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint start, nuint bytes, int advice);
}
