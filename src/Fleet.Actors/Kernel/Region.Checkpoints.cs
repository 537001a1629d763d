using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <content>What a checkpoint holds of a region.</content>
internal abstract partial class Region
{
    /// <summary>Writes the events to come and the counts, between two calls of <see cref="Advance"/>.</summary>
    /// <param name="writer">Receives it. Derived types write the message objects.</param>
    protected void Save(CheckpointWriter writer)
    {
        if (!exchange.IsEmpty)
        {
            throw new InvariantViolationException("A checkpoint is to be written while events are on their way between regions.");
        }

        writer.Section(string.Create(CultureInfo.InvariantCulture, $"region {Id}"));
        writer.Write(Now.Nanoseconds);
        writer.Write(_bound.Nanoseconds);
        writer.Write(Events);
        QueueCheckpoint.Save(_queue.Any, writer);
        QueueCheckpoint.Save(_observed, writer);
        KeyValuePair<EntityHandle, int>[] restarts = [.. _restarts.OrderBy(pair => (pair.Key.Type, pair.Key.Index))];
        writer.WriteBlock<EntityHandle>([.. restarts.Select(pair => pair.Key)]);
        writer.WriteBlock<int>([.. restarts.Select(pair => pair.Value)]);
        writer.WriteBlock<EntityHandle>([.. _stopped.OrderBy(entity => (entity.Type, entity.Index))]);
        Failures.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, before the region's actors are created.</summary>
    public virtual void Restore(CheckpointReader reader)
    {
        reader.Section(string.Create(CultureInfo.InvariantCulture, $"region {Id}"));
        Now = new SimTime(reader.ReadLong());
        _bound = new SimTime(reader.ReadLong());
        Events = reader.ReadLong();
        QueueCheckpoint.Restore(_queue.Any, reader);
        QueueCheckpoint.Restore(_observed, reader);
        EntityHandle[] restarted = reader.ReadBlock<EntityHandle>();
        int[] restarts = reader.ReadBlock<int>();
        for (int i = 0; i < restarted.Length; i++)
        {
            _restarts[restarted[i]] = restarts[i];
        }

        _stopped.UnionWith(reader.ReadBlock<EntityHandle>());
        Failures.Restore(reader);
    }

    /// <summary>Runs mailboxes, until actors have started, stopped and restarted as ordered.</summary>
    protected void RunPendingOrThrow()
    {
        RunPending();
        ThrowIfFailed();
    }

    /// <summary>Throws what has ended the run, if it has ended.</summary>
    protected void ThrowIfFailed()
    {
        if ((_fatal ?? RunFailure.Cause) is { } cause)
        {
            throw cause;
        }
    }
}
