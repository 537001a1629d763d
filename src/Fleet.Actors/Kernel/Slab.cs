using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Fleet.Actors.Kernel;

/// <summary>
/// The states of all entities of one type in contiguous memory, aligned to a cache line, that the garbage collector never
/// moves, so that they can be prefetched before their events.
/// </summary>
/// <typeparam name="T">The state: a struct without references.</typeparam>
internal sealed unsafe class Slab<T>
    where T : unmanaged
{
    private readonly PinnedMemory<T> _memory;
    private readonly T* _first;

    /// <summary>Allocates states, all zero.</summary>
    public Slab(int count)
    {
        Count = count;
        _memory = new PinnedMemory<T>(count).Cleared();
        _first = _memory.First;
    }

    /// <summary>The number of states.</summary>
    public int Count { get; }

    /// <summary>The state of an entity.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Count)
            {
                ThrowOutside(index);
            }

            return ref _first[index];
        }
    }

    /// <summary>All states.</summary>
    public Span<T> All => new(_first, Count);

    /// <summary>Prefetches a state, at most two cache lines of it. An index out of range does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_first + index);
            if (sizeof(T) > (int)CacheLine.Size)
            {
                Sse.Prefetch0((byte*)(_first + index) + CacheLine.Size);
            }
        }
    }

    /// <summary>The memory of the states.</summary>
    public SlabBlock Block => new((nint)_first, sizeof(T));

    /// <summary>A copy with room for more states.</summary>
    public Slab<T> Grown(int count)
    {
        var larger = new Slab<T>(count);
        All.CopyTo(larger.All);
        return larger;
    }

    private void ThrowOutside(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} states.");
}

/// <summary>The memory of the states of one type, for prefetching without a branch on the type.</summary>
/// <param name="First">The address of the first.</param>
/// <param name="Size">The bytes from one to the next; 0 to prefetch the same one every time.</param>
internal readonly record struct SlabBlock(nint First, nint Size)
{
    /// <summary>Prefetches a state. An index out of range does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((void*)(First + (Size * index)));
        }
    }
}
