namespace Fleet.Actors.Kernel;

/// <summary>
/// An implicit heap in which every event has four children: half as deep as a binary heap, and the children of a node
/// are adjacent in memory (D. B. Johnson, "Priority queues with update and finding minimum spanning trees", 1975).
/// </summary>
public sealed class HeapQueue : IEventQueue
{
    private const int SmallestCapacity = 16;

    private SimEvent[] _items;
    private int _count;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">Events it can hold before it grows.</param>
    public HeapQueue(int capacity = SmallestCapacity) => _items = new SimEvent[Math.Max(SmallestCapacity, capacity)];

    /// <inheritdoc/>
    public int Count => _count;

    /// <inheritdoc/>
    public SimTime NextTime => _count == 0 ? SimTime.Never : _items[0].Time;

    /// <summary>The first event; the queue must not be empty.</summary>
    internal ref readonly SimEvent First => ref _items[0];

    /// <inheritdoc/>
    public void Push(in SimEvent item)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        SimEvent[] items = _items;
        int hole = _count++;
        while (hole > 0)
        {
            int parent = (hole - 1) >> 2;
            if (!SimEvent.Precedes(item, items[parent]))
            {
                break;
            }

            items[hole] = items[parent];
            hole = parent;
        }

        items[hole] = item;
    }

    /// <inheritdoc/>
    public bool TryPop(SimTime bound, out SimEvent item)
    {
        if (_count == 0 || _items[0].Time >= bound)
        {
            item = default;
            return false;
        }

        item = _items[0];
        _count--;
        if (_count > 0)
        {
            SiftDown(_items[_count]);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryPeek(int ahead, out EntityHandle destination, out int request)
    {
        destination = default;
        request = -1;
        return false;
    }

    /// <inheritdoc/>
    public void Visit(EventVisitor visitor) => visitor(_items.AsSpan(0, _count));

    /// <summary>Removes all events.</summary>
    internal void Clear() => _count = 0;

    private void SiftDown(in SimEvent last)
    {
        SimEvent[] items = _items;
        int hole = 0;
        while (true)
        {
            int child = (hole << 2) + 1;
            if (child >= _count)
            {
                break;
            }

            int least = child;
            int end = Math.Min(child + 4, _count);
            for (int i = child + 1; i < end; i++)
            {
                if (SimEvent.Precedes(items[i], items[least]))
                {
                    least = i;
                }
            }

            if (!SimEvent.Precedes(items[least], last))
            {
                break;
            }

            items[hole] = items[least];
            hole = least;
        }

        items[hole] = last;
    }
}
