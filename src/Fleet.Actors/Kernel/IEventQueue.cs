namespace Fleet.Actors.Kernel;

/// <summary>The events of one region that are still to come, in the total order of <see cref="SimEvent.Precedes"/>.</summary>
/// <remarks>An event may be pushed for any instant that is not before the last one popped. Not safe for several threads at once.</remarks>
public interface IEventQueue
{
    /// <summary>How many events wait.</summary>
    int Count { get; }

    /// <summary>The time of the first event, or <see cref="SimTime.Never"/> if there is none.</summary>
    SimTime NextTime { get; }

    /// <summary>Adds an event, before <see cref="SimTime.Never"/>.</summary>
    void Push(in SimEvent item);

    /// <summary>Takes the first event if it happens before <paramref name="bound"/>.</summary>
    bool TryPop(SimTime bound, out SimEvent item);

    /// <summary>
    /// The destination and request of an event about <paramref name="ahead"/> events from now: a hint for prefetching their
    /// states. False if none is known without sorting.
    /// </summary>
    bool TryPeek(int ahead, out EntityHandle destination, out int request);

    /// <summary>Passes all events to a visitor, in parts and in no order, and leaves them in the queue.</summary>
    void Visit(EventVisitor visitor);
}

/// <summary>Reads some events of a queue.</summary>
public delegate void EventVisitor(ReadOnlySpan<SimEvent> events);
