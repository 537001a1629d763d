using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// The queue of a region, of either kind. It calls the classes and not <see cref="IEventQueue"/>, so that the JIT inlines
/// the short methods of the bucket queue into the loop over the events.
/// </summary>
internal readonly struct EventQueue
{
    private readonly BucketQueue? _buckets;
    private readonly HeapQueue? _heap;

    /// <summary>An empty queue.</summary>
    public EventQueue(EventQueueKind kind)
    {
        if (kind == EventQueueKind.Heap)
        {
            _heap = new HeapQueue();
        }
        else
        {
            _buckets = new BucketQueue();
        }
    }

    /// <summary>The queue by its interface.</summary>
    public IEventQueue Any => _buckets is not null ? _buckets : _heap!;

    /// <inheritdoc cref="IEventQueue.Push"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(in SimEvent item)
    {
        if (_buckets is { } buckets)
        {
            buckets.Push(item);
        }
        else
        {
            _heap!.Push(item);
        }
    }

    /// <inheritdoc cref="IEventQueue.TryPop"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPop(SimTime bound, out SimEvent item) =>
        _buckets is { } buckets ? buckets.TryPop(bound, out item) : _heap!.TryPop(bound, out item);

    /// <inheritdoc cref="IEventQueue.TryPeek"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPeek(int ahead, out EntityHandle destination, out int request) =>
        _buckets is { } buckets
            ? buckets.TryPeek(ahead, out destination, out request)
            : _heap!.TryPeek(ahead, out destination, out request);
}
