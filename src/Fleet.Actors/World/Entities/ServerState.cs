using System.Numerics;
using System.Runtime.InteropServices;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.World.Entities;

/// <summary>A request as a server knows it: enough to answer it, nothing of the region it came from.</summary>
/// <param name="Request">Its place in the pool of its device's region.</param>
/// <param name="Link">The link it came over.</param>
/// <param name="Tag">Its device and class.</param>
/// <param name="ArrivedAt">When it reached the server.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct QueuedRequest(int Request, LinkId Link, DeviceTag Tag, SimTime ArrivedAt);

/// <summary>
/// The state of one server: a queue, first come first served, and workers that each take a batch at a time. A batch
/// starts when a worker is free and the queue holds a full batch, or its oldest request has waited long enough.
/// </summary>
internal sealed partial class ServerState
{
    private const int FirstRoom = 4;
    private const int NoWorker = -1;

    // A ring whose length is a power of two, and idle workers as a list through their entries, the last to finish first:
    // what an event touches should lie in few cache lines. Ring and batches begin small, so that thousands of servers
    // stay in the cache.
    private readonly Worker[] _workers;
    private readonly ServerSpec _spec;
    private QueuedRequest[] _ring = new QueuedRequest[FirstRoom];
    private int _first;
    private int _waiting;
    private int _idle;
    private int _firstIdle = NoWorker;
    private Dictionary<LinkId, uint>? _restartedLinks;

    /// <summary>An idle server.</summary>
    public ServerState(ServerId server, EventSource source, ServerSpec spec)
    {
        Server = server;
        Source = source;
        _spec = spec;
        _workers = new Worker[spec.Workers];
        for (int worker = spec.Workers - 1; worker >= 0; worker--)
        {
            _workers[worker].Batch = new QueuedRequest[Math.Min(spec.BatchSize, FirstRoom)];
            MarkIdle(worker);
        }
    }

    /// <summary>The server as the cause of events.</summary>
    public EventSource Source;

    /// <summary>Its kind.</summary>
    public ServerSpec Spec => _spec;

    /// <summary>The server.</summary>
    public ServerId Server { get; }

    /// <summary>How often it was restarted: events of an earlier life are told apart by it.</summary>
    public long Incarnation { get; private set; }

    /// <summary>Requests received.</summary>
    public long Received { get; private set; }

    /// <summary>Batches started.</summary>
    public long Batches { get; private set; }

    /// <summary>Requests answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Requests in the queue.</summary>
    public int Waiting => _waiting;

    /// <summary>Workers with a batch.</summary>
    public int Busy => _workers.Length - _idle;

    /// <summary>When the event comes that ends the wait for a batch; <see cref="SimTime.Never"/> if none is to come.</summary>
    public SimTime TimerAt { get; set; } = SimTime.Never;

    /// <summary>Puts a request into the queue.</summary>
    public void Enqueue(in QueuedRequest request)
    {
        Received++;
        Append(request);
    }

    /// <summary>Whether a batch starts now.</summary>
    public bool CanStart(SimTime now) =>
        _idle > 0 && _waiting > 0 && (_waiting >= _spec.BatchSize || BatchDue <= now);

    /// <summary>When the oldest request of the queue has waited long enough; the queue must not be empty.</summary>
    public SimTime BatchDue => _ring[_first].ArrivedAt + _spec.BatchWait;

    /// <summary>Whether nothing but the passing of time can start the next batch.</summary>
    public bool NeedsTimer => _idle > 0 && _waiting > 0 && TimerAt > BatchDue;

    /// <summary>Whether a worker idles although a batch is full or overdue, or nothing will wake it when one is.</summary>
    public bool IdlesWithWork(SimTime now) => _idle > 0 && Waiting > 0
        && (Waiting >= _spec.BatchSize || BatchDue <= now || TimerAt > BatchDue);

    /// <summary>Gives the next batch to an idle worker and says which one.</summary>
    public int Start(SimTime now)
    {
        int number = _firstIdle;
        ref Worker worker = ref _workers[number];
        _firstIdle = worker.NextIdle;
        _idle--;
        int count = Math.Min(_spec.BatchSize, _waiting);
        QueuedRequest[] batch = worker.RoomFor(count);
        for (int i = 0; i < count; i++)
        {
            batch[i] = _ring[(_first + i) & (_ring.Length - 1)];
        }

        _first = (_first + count) & (_ring.Length - 1);
        _waiting -= count;
        worker.Count = count;
        worker.Start = now;
        Batches++;
        return number;
    }

    /// <summary>The requests a worker has.</summary>
    public ReadOnlySpan<QueuedRequest> BatchOf(int worker) => _workers[worker].Batch.AsSpan(0, _workers[worker].Count);

    /// <summary>When a worker started its batch.</summary>
    public SimTime StartOf(int worker) => _workers[worker].Start;

    /// <summary>The worker has done its batch and is idle.</summary>
    public void Finish(int worker)
    {
        Answered += _workers[worker].Count;
        _workers[worker].Count = 0;
        MarkIdle(worker);
    }

    /// <summary>Requests in the queue and with the workers, oldest first.</summary>
    public IReadOnlyList<QueuedRequest> Held()
    {
        var held = new List<QueuedRequest>();
        for (int worker = 0; worker < _workers.Length; worker++)
        {
            held.AddRange(BatchOf(worker));
        }

        for (int i = 0; i < _waiting; i++)
        {
            held.Add(_ring[(_first + i) & (_ring.Length - 1)]);
        }

        return held;
    }

    /// <summary>Remembers that a link was restarted after it had caused so many events.</summary>
    public void LinkRestarted(LinkId link, uint sequence) => (_restartedLinks ??= [])[link] = sequence;

    /// <summary>Whether a message was announced by a link that was restarted before it had sent it.</summary>
    public bool NeverSent(LinkId link, uint sequence) =>
        _restartedLinks is not null
        && _restartedLinks.TryGetValue(link, out uint restart)
        && unchecked((int)(sequence - restart)) < 0;

    /// <summary>Takes over after a failure: numbering and counts go on, queue and batches are gone.</summary>
    public void CarryOver(ServerState former)
    {
        Source = former.Source;
        Incarnation = former.Incarnation + 1;
        Received = former.Received;
        Batches = former.Batches;
        Answered = former.Answered;
        _restartedLinks = former._restartedLinks;
    }

    private void Append(in QueuedRequest request)
    {
        if (_waiting == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + _waiting++) & (_ring.Length - 1)] = request;
    }

    private void MarkIdle(int worker)
    {
        _workers[worker].NextIdle = _firstIdle;
        _firstIdle = worker;
        _idle++;
    }

    private void Grow()
    {
        var ring = new QueuedRequest[_ring.Length * 2];
        for (int i = 0; i < _waiting; i++)
        {
            ring[i] = _ring[(_first + i) & (_ring.Length - 1)];
        }

        _ring = ring;
        _first = 0;
    }

    private struct Worker
    {
        public QueuedRequest[] Batch;
        public int Count;
        public int NextIdle;
        public SimTime Start;

        public QueuedRequest[] RoomFor(int requests)
        {
            if (Batch.Length < requests)
            {
                Batch = new QueuedRequest[BitOperations.RoundUpToPowerOf2((uint)requests)];
            }

            return Batch;
        }
    }
}
