using System.Globalization;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <content>How a server's state is written and read.</content>
internal sealed partial class ServerState
{
    /// <summary>Writes the state.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.WriteStruct(Source);
        writer.WriteBlock<long>([Incarnation, Received, Batches, Answered, TimerAt.Nanoseconds]);
        writer.WriteBlock<int>([.. Idle().Reverse()]);
        writer.WriteBlock<int>([.. _workers.Select(worker => worker.Count)]);
        writer.WriteBlock<SimTime>([.. _workers.Select(worker => worker.Start)]);
        writer.WriteBlock<QueuedRequest>([.. Held()]);
        KeyValuePair<LinkId, uint>[] restarted = [.. (_restartedLinks ?? []).OrderBy(pair => pair.Key.Value)];
        writer.WriteBlock<LinkId>([.. restarted.Select(pair => pair.Key)]);
        writer.WriteBlock<uint>([.. restarted.Select(pair => pair.Value)]);
    }

    /// <summary>Reads the state of the same server.</summary>
    public void Restore(CheckpointReader reader)
    {
        Source = reader.ReadStruct<EventSource>();
        if (reader.ReadBlock<long>() is not [long incarnation, long received, long batches, long answered, long wakesAt])
        {
            throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has other counters of server {Server}."));
        }

        (Incarnation, Received, Batches, Answered, TimerAt) = (incarnation, received, batches, answered, new SimTime(wakesAt));
        (_idle, _firstIdle) = (0, NoWorker);
        foreach (int worker in reader.ReadBlock<int>())
        {
            MarkIdle(worker);
        }

        int[] counts = reader.ReadBlock<int>();
        SimTime[] starts = reader.ReadBlock<SimTime>();
        for (int worker = 0; worker < _workers.Length; worker++)
        {
            (_workers[worker].Count, _workers[worker].Start) = (counts[worker], starts[worker]);
        }

        PutBack(reader.ReadBlock<QueuedRequest>());
        LinkId[] links = reader.ReadBlock<LinkId>();
        uint[] sequences = reader.ReadBlock<uint>();
        for (int i = 0; i < links.Length; i++)
        {
            LinkRestarted(links[i], sequences[i]);
        }
    }

    // The one that starts next comes first.
    private IEnumerable<int> Idle()
    {
        for (int worker = _firstIdle; worker != NoWorker; worker = _workers[worker].NextIdle)
        {
            yield return worker;
        }
    }

    // The opposite of Held: first the batches of all workers, then the queue.
    private void PutBack(ReadOnlySpan<QueuedRequest> held)
    {
        foreach (ref Worker worker in _workers.AsSpan())
        {
            if (worker.Count > 0)
            {
                held[..worker.Count].CopyTo(worker.RoomFor(worker.Count));
                held = held[worker.Count..];
            }
        }

        foreach (ref readonly QueuedRequest request in held)
        {
            Append(request);
        }
    }
}
