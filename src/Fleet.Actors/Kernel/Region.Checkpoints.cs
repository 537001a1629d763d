using System.Globalization;

namespace Fleet.Actors.Kernel;

/// <content>What a checkpoint holds of a region.</content>
internal abstract partial class Region
{
    /// <summary>Writes all that is to come and what was counted, between two calls of <see cref="Advance"/>.</summary>
    /// <param name="writer">Takes it. What envelopes say is for derived types to write.</param>
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

    /// <summary>Reads it, before the region's actors are made.</summary>
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

    /// <summary>Lets actors begin, end and be restarted that were told to.</summary>
    protected void Settle()
    {
        RunPending();
        ThrowIfFailed();
    }

    /// <summary>Nothing more is made for a run that cannot go on.</summary>
    protected void ThrowIfFailed()
    {
        if ((_fatal ?? RunFailure.Cause) is { } cause)
        {
            throw cause;
        }
    }
}
