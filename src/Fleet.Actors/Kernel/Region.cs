using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// A part of the simulated world that one thread simulates: one event queue, and entities whose states stand in slabs.
/// Derived types decide what kinds of entity there are and how they behave. Call everything but <see cref="Close"/> on the
/// region's thread, or on another region's while this one's waits at the barrier (<see cref="RegionExchange"/>).
/// </summary>
/// <param name="id">The region.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="entities">How many entities there are in all regions.</param>
/// <param name="exchange">Synchronises it with the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract partial class Region(
    RegionId id, EventQueueKind queue, long entities, RegionExchange exchange, bool goesOn = false)
    : IExchangeMember
{
    private static readonly SimEvent NoEvent = new() { Request = -1 };

    private readonly EventQueue _queue = new(queue);
    private readonly HeapQueue _observed = new();
    private readonly Dictionary<EntityHandle, int> _restarts = [];
    private readonly HashSet<EntityHandle> _stopped = [];
    private SimEvent _failing = NoEvent;
    private SimTime _bound;
    private SimTime _windowEnd;
    private SimTime _paused;
    private bool _uninterrupted;
    private EntityHandle _lastEntity;
    private SimTime _instant = SimTime.Never;
    private long _eventsAtInstant;
    private SimTime _sentAway = SimTime.Never;
    private int _buffer;
    private Exception? _fatal;
    private volatile bool _closed;

    /// <summary>Which region it is.</summary>
    public RegionId Id { get; } = id;

    /// <summary>The instant of the event being handled.</summary>
    public SimTime Now { get; private set; }

    /// <summary>The number of events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Whether <see cref="Advance"/> was called and its bound is not reached.</summary>
    public bool HasWork { get; private set; }

    /// <summary>What ended the run at once, without an agreement of all regions at a barrier.</summary>
    public RunFailure RunFailure => exchange.Failure;

    /// <summary>Failures of entities by cause.</summary>
    public FailureLog Failures { get; } = new();

    /// <summary>
    /// The instant that users' actors see: that of the event that delivered a message or, between two windows, the instant
    /// up to which all regions have run.
    /// </summary>
    public SimTime ActorsNow
    {
        get
        {
            if (IsDelivering)
            {
                return Now;
            }

            return HasWork ? SimTime.Max(_paused, exchange.Regions == 1 ? Now : _windowEnd) : _bound;
        }
    }

    /// <summary>
    /// The first instant at which an interrupted run can resume in all regions: a single region may have stopped between the
    /// events of one instant; several stop between two windows.
    /// </summary>
    public SimTime FirstResumable => exchange.Regions == 1 ? Now + new SimTime(1) : _windowEnd;

    /// <summary>How many events may happen at one instant, see SimulationOptions.EventsAtOneInstant.</summary>
    public long EventsAtOneInstant { get; protected init; } = 10_000_000 + (100 * entities);

    /// <summary>The entities without which the run goes on, in no order.</summary>
    public IReadOnlyCollection<EntityHandle> StoppedEntities => _stopped;

    /// <summary>Whether the run is to end before its bound.</summary>
    protected virtual bool IsCancelled => false;

    /// <summary>The message objects whose events wait in the queue.</summary>
    protected EnvelopeTable Envelopes { get; } = new();

    /// <summary>Whether an actor is handling the message of an event.</summary>
    protected bool IsDelivering { get; set; }

    /// <summary>Called on the region's own thread when it has started.</summary>
    protected void Register() => exchange.Register(this);

    /// <summary>Creates the state of an entity and its first events.</summary>
    public abstract void Start(EntityHandle entity);

    /// <summary>Gives an entity a fresh state after a failure.</summary>
    public void Restart(EntityHandle entity)
    {
        CountRestart(entity);
        ReplaceState(entity, _failing);
    }

    /// <summary>Counts a restart of an entity or of a user's actor.</summary>
    public void CountRestart(EntityHandle entity) => _restarts[entity] = RestartsOf(entity) + 1;

    /// <summary>An entity has stopped for good: ends the run, or lets it go on without the entity.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="path">Its address, for messages.</param>
    public void Stopped(EntityHandle entity, string path)
    {
        if (_closed || HasStopped(entity))
        {
            return;
        }

        if (goesOn)
        {
            _stopped.Add(entity);
            ReplaceState(entity, _failing);
        }
        else
        {
            Fail(EntityStoppedException.Of(path, RestartsOf(entity), Failures.Last));
        }
    }

    /// <summary>Lets the region run until an instant, and then <see cref="OnReached"/> it.</summary>
    /// <param name="bound">The instant.</param>
    /// <param name="uninterrupted">Whether the instant is reached even if the run has been cancelled.</param>
    public void Advance(SimTime bound, bool uninterrupted = false)
    {
        _uninterrupted = uninterrupted;
        _paused = _bound;
        _bound = bound;
        HasWork = true;
    }

    /// <summary>From now on an entity that stops is no failure. Any thread may call it.</summary>
    public void Close() => _closed = true;

    /// <summary>Ends the run at the next barrier of all regions.</summary>
    public void Fail(Exception cause) => _fatal ??= cause;

    /// <summary>Ends the run at once, for a region that may not reach the next barrier. Allocates nothing.</summary>
    public void Abort(Exception cause)
    {
        HasWork = false;
        exchange.Break(_fatal ?? cause);
    }

    /// <summary>Counts events, or mailbox runs without an event, and ends the run if too many happen at one instant.</summary>
    /// <param name="events">How many there were since the last call.</param>
    public bool IsEndless(long events)
    {
        if (Now != _instant)
        {
            (_instant, _eventsAtInstant) = (Now, 0);
            return false;
        }

        _eventsAtInstant += events;
        if (_eventsAtInstant <= EventsAtOneInstant)
        {
            return false;
        }

        Fail(new EndlessInstantException(NameOfActive(_lastEntity), Now, _eventsAtInstant));
        return true;
    }

    /// <summary>Counts a failure of an entity or a user's actor. Lack of memory ends the run instead.</summary>
    public void NoteFailure(Exception cause)
    {
        if (cause is OutOfMemoryException)
        {
            Fail(cause);
        }

        try
        {
            Failures.Add(cause);
        }
        catch (Exception exception)
        {
            Fail(exception); // what cannot be counted would be missing in the results
        }
    }

    /// <summary>The region's actor has stopped: ends the run, unless it was closed.</summary>
    public void ActorStopped()
    {
        if (!_closed)
        {
            Abort(new WorldStoppedException());
        }
    }

    /// <summary>
    /// Schedules an event, here or in another region. One at <see cref="SimTime.Never"/> is dropped: what waits for it waits to
    /// the end of the run.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (item.Time < Now)
        {
            ThrowTooEarly(item);
        }

        if (item.Time == SimTime.Never)
        {
            return;
        }

        if (item.Destination.RegionId == Id)
        {
            _queue.Push(item);
        }
        else
        {
            SendAway(item);
        }
    }

    /// <summary>Schedules the delivery of an envelope, here or in another region; one at <see cref="SimTime.Never"/> is dropped.</summary>
    /// <param name="item">The event that delivers it.</param>
    /// <param name="envelope">The envelope.</param>
    public void Post(in SimEvent item, in SimEnvelope envelope)
    {
        if (item.Time == SimTime.Never)
        {
            return;
        }

        RegionId region = item.Destination.RegionId;
        int slot = region == Id ? Envelopes.Add(envelope) : exchange.From(_buffer, Id, region).AddEnvelope(envelope);
        Send(item with { A = slot });
    }

    /// <summary>Takes the envelope that an event delivers out of the table.</summary>
    public SimEnvelope Open(in SimEvent item) => Envelopes.Take((int)item.A);

    /// <summary>Checks that an entity handles a message object of a user's actor.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public virtual void CheckMessage(EntityHandle entity, object message) =>
        throw new ArgumentException($"{entity} handles no messages, and so not {message.GetType().Name}.", nameof(message));

    /// <summary>How often an entity was restarted.</summary>
    public int RestartsOf(EntityHandle entity) => _restarts.GetValueOrDefault(entity);

    /// <summary>Whether an entity has stopped while the run went on.</summary>
    public bool HasStopped(EntityHandle entity) => _stopped.Count > 0 && _stopped.Contains(entity);

    /// <summary>Replaces the state of an entity that has failed or stopped by a fresh one: the requests it held are lost.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="failed">The event it failed on; one without a request if it failed between two windows.</param>
    protected abstract void ReplaceState(EntityHandle entity, in SimEvent failed);

    /// <summary>Called when the bound, or the end of the run before it, is reached.</summary>
    /// <param name="interrupted">Whether the run ended before the bound.</param>
    /// <param name="failure">What ended it, if it failed.</param>
    protected abstract void OnReached(bool interrupted, Exception? failure);

    /// <summary>Runs mailboxes and handles messages from outside the simulation.</summary>
    protected abstract void RunPending();

    /// <summary>Runs an action on the calling thread as if it were the region's own, which must wait meanwhile.</summary>
    protected abstract void RunOnThisThread(Action action);

    /// <summary>
    /// Handles the failure of an entity: when this returns it has been restarted (<see cref="Restart"/>), or has stopped
    /// (<see cref="Stopped"/>).
    /// </summary>
    protected abstract void Supervise(EntityHandle entity, Exception cause);

    /// <summary>The name, for messages, of the actor whose message is being handled, or of the entity of the last event.</summary>
    protected abstract string NameOfActive(EntityHandle last);

    private bool MustStop => IsCancelled && !_uninterrupted;

    private void SendAway(in SimEvent item)
    {
        RegionId destination = item.Destination.RegionId;
        exchange.From(_buffer, Id, destination).Add(item);
        if (destination != exchange.Observer)
        {
            _sentAway = SimTime.Min(_sentAway, item.Time);
        }
    }

    private void HandToSupervisor(Exception cause, in SimEvent item)
    {
        _failing = item;
        Supervise(item.Destination, cause);
        _failing = NoEvent;
    }

    private void ThrowTooEarly(in SimEvent item) =>
        throw new InvariantViolationException($"An event caused at {Now} lies before its cause: {item}.");
}
