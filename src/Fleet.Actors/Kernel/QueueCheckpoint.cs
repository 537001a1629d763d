namespace Fleet.Actors.Kernel;

/// <summary>The events of a queue in a checkpoint. Their order is total, so any queue gives them back in the same order.</summary>
internal static class QueueCheckpoint
{
    private const int PartSize = 1024;

    /// <summary>Writes all events and leaves them in the queue.</summary>
    public static void Save(IEventQueue queue, CheckpointWriter writer)
    {
        writer.BeginBlock<SimEvent>(queue.Count);
        queue.Visit(writer.Continue);
    }

    /// <summary>Adds the events that were written.</summary>
    public static void Restore(IEventQueue queue, CheckpointReader reader)
    {
        SimEvent[] part = new SimEvent[PartSize];
        for (long left = reader.BeginBlock<SimEvent>(); left > 0;)
        {
            Span<SimEvent> events = part.AsSpan(0, (int)Math.Min(left, PartSize));
            reader.Continue(events);
            foreach (ref readonly SimEvent item in events)
            {
                queue.Push(item);
            }

            left -= events.Length;
        }
    }
}
