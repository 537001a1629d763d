using System.Runtime.InteropServices;
using Fleet.Actors.Checkpoints;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>A request as a server knows it: enough to answer it, nothing of the region it came from.</summary>
/// <param name="Request">Its place in the pool of its device's region.</param>
/// <param name="Link">The link it came over, counted among the links.</param>
/// <param name="Tag">Its device and class.</param>
/// <param name="ArrivedAt">When it reached the server.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct QueuedRequest(int Request, int Link, DeviceTag Tag, SimTime ArrivedAt);

/// <summary>
/// The state of one server: a queue, first come first served, and workers that each take a batch at a time. A batch
/// starts when a worker is free and the queue holds a full batch, or its oldest request has waited long enough.
/// </summary>
internal sealed class ServerState
{
    private readonly QueuedRequest[]?[] _batches;
    private readonly int[] _batchCounts;
    private readonly SimTime[] _batchStarts;
    private readonly Stack<int> _idle = new();
    private readonly Queue<QueuedRequest> _queue = new();
    private readonly ServerSpec _spec;
    private Dictionary<int, uint>? _restartedLinks;

    /// <summary>An idle server.</summary>
    public ServerState(int server, EventSource source, ServerSpec spec)
    {
        Server = server;
        Source = source;
        _spec = spec;
        _batches = new QueuedRequest[]?[spec.Workers];
        _batchCounts = new int[spec.Workers];
        _batchStarts = new SimTime[spec.Workers];
        for (int worker = spec.Workers - 1; worker >= 0; worker--)
        {
            _idle.Push(worker);
        }
    }

    /// <summary>The server as the cause of events.</summary>
    public EventSource Source;

    /// <summary>The server's number among the servers.</summary>
    public int Server { get; }

    /// <summary>How often it was restarted: events of an earlier life are told apart by it.</summary>
    public long Incarnation { get; private set; }

    /// <summary>Requests received.</summary>
    public long Received { get; private set; }

    /// <summary>Batches started.</summary>
    public long Batches { get; private set; }

    /// <summary>Requests answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Requests in the queue.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Workers with a batch.</summary>
    public int Busy => _spec.Workers - _idle.Count;

    /// <summary>When the event comes that ends the wait for a batch; <see cref="SimTime.Never"/> if none is to come.</summary>
    public SimTime WakesAt { get; set; } = SimTime.Never;

    /// <summary>Puts a request into the queue.</summary>
    public void Enqueue(in QueuedRequest request)
    {
        Received++;
        _queue.Enqueue(request);
    }

    /// <summary>Whether a batch starts now.</summary>
    public bool CanStart(SimTime now) =>
        _idle.Count > 0 && _queue.Count > 0 && (_queue.Count >= _spec.BatchSize || BatchDue <= now);

    /// <summary>When the oldest request of the queue has waited long enough; the queue must not be empty.</summary>
    public SimTime BatchDue => _queue.Peek().ArrivedAt + _spec.BatchWait;

    /// <summary>Whether nothing but the passing of time can start the next batch.</summary>
    public bool MustBeWoken => _idle.Count > 0 && _queue.Count > 0 && WakesAt > BatchDue;

    /// <summary>Whether a worker idles although a batch is full or overdue, or nothing will wake it when one is.</summary>
    public bool IdlesWithWork(SimTime now) => Busy < _spec.Workers && Waiting > 0
        && (Waiting >= _spec.BatchSize || BatchDue <= now || WakesAt > BatchDue);

    /// <summary>Gives the next batch to an idle worker and says which one.</summary>
    public int Start(SimTime now)
    {
        int worker = _idle.Pop();
        QueuedRequest[] batch = _batches[worker] ??= new QueuedRequest[_spec.BatchSize];
        int count = Math.Min(_spec.BatchSize, _queue.Count);
        for (int i = 0; i < count; i++)
        {
            batch[i] = _queue.Dequeue();
        }

        _batchCounts[worker] = count;
        _batchStarts[worker] = now;
        Batches++;
        return worker;
    }

    /// <summary>The requests a worker has.</summary>
    public ReadOnlySpan<QueuedRequest> BatchOf(int worker) => _batches[worker].AsSpan(0, _batchCounts[worker]);

    /// <summary>When a worker started its batch.</summary>
    public SimTime StartOf(int worker) => _batchStarts[worker];

    /// <summary>The worker has done its batch and is idle.</summary>
    public void Finish(int worker)
    {
        Answered += _batchCounts[worker];
        _batchCounts[worker] = 0;
        _idle.Push(worker);
    }

    /// <summary>Requests in the queue and with the workers, oldest first.</summary>
    public IReadOnlyList<QueuedRequest> Held()
    {
        var held = new List<QueuedRequest>();
        for (int worker = 0; worker < _batches.Length; worker++)
        {
            held.AddRange(BatchOf(worker));
        }

        held.AddRange(_queue);
        return held;
    }

    /// <summary>Remembers that a link was restarted after it had caused so many events.</summary>
    public void LinkRestarted(int link, uint sequence) => (_restartedLinks ??= [])[link] = sequence;

    /// <summary>Whether a message was announced by a link that was restarted before it had sent it.</summary>
    public bool NeverSent(int link, uint sequence) =>
        _restartedLinks is not null
        && _restartedLinks.TryGetValue(link, out uint restart)
        && unchecked((int)(sequence - restart)) < 0;

    /// <summary>Writes the state.</summary>
    public void Save(CheckpointWriter writer)
    {
        writer.WriteStruct(Source);
        writer.WriteBlock<long>([Incarnation, Received, Batches, Answered, WakesAt.Nanoseconds]);
        writer.WriteBlock<int>([.. _idle.Reverse()]);
        writer.WriteBlock<int>(_batchCounts);
        writer.WriteBlock<SimTime>(_batchStarts);
        writer.WriteBlock<QueuedRequest>([.. Held()]);
        KeyValuePair<int, uint>[] restarted = [.. (_restartedLinks ?? []).OrderBy(pair => pair.Key)];
        writer.WriteBlock<int>([.. restarted.Select(pair => pair.Key)]);
        writer.WriteBlock<uint>([.. restarted.Select(pair => pair.Value)]);
    }

    /// <summary>Reads the state of the same server.</summary>
    public void Restore(CheckpointReader reader)
    {
        Source = reader.ReadStruct<EventSource>();
        if (reader.ReadBlock<long>() is not [long incarnation, long received, long batches, long answered, long wakesAt])
        {
            throw new CheckpointFormatException($"The checkpoint has other counters of server {Server}.");
        }

        (Incarnation, Received, Batches, Answered, WakesAt) = (incarnation, received, batches, answered, new SimTime(wakesAt));
        _idle.Clear();
        foreach (int worker in reader.ReadBlock<int>())
        {
            _idle.Push(worker);
        }

        reader.ReadBlock<int>(_batchCounts);
        reader.ReadBlock<SimTime>(_batchStarts);
        PutBack(reader.ReadBlock<QueuedRequest>());
        int[] links = reader.ReadBlock<int>();
        uint[] sequences = reader.ReadBlock<uint>();
        for (int i = 0; i < links.Length; i++)
        {
            LinkRestarted(links[i], sequences[i]);
        }
    }

    /// <summary>Takes over after a failure: numbering and counts go on, queue and batches are gone.</summary>
    public void Succeed(ServerState former)
    {
        Source = former.Source;
        Incarnation = former.Incarnation + 1;
        Received = former.Received;
        Batches = former.Batches;
        Answered = former.Answered;
        _restartedLinks = former._restartedLinks;
    }

    // The opposite of Held: first the batches of all workers, then the queue.
    private void PutBack(ReadOnlySpan<QueuedRequest> held)
    {
        for (int worker = 0; worker < _batches.Length; worker++)
        {
            int count = _batchCounts[worker];
            if (count > 0)
            {
                _batches[worker] ??= new QueuedRequest[_spec.BatchSize];
                held[..count].CopyTo(_batches[worker]);
                held = held[count..];
            }
        }

        foreach (ref readonly QueuedRequest request in held)
        {
            _queue.Enqueue(request);
        }
    }
}
