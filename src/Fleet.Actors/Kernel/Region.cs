using System.Runtime.CompilerServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// A part of the simulated world that one thread simulates: one event queue, and entities whose states stand in slabs.
/// What kinds of entity there are and how they behave is the business of the types derived from it. Everything but
/// <see cref="Close"/> happens on the region's thread, or on another's while that one stands still (<see cref="RegionExchange"/>).
/// </summary>
/// <param name="id">The region.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="entities">How many entities there are in all regions.</param>
/// <param name="exchange">Where it meets the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract partial class Region(
    RegionId id, EventQueueKind queue, long entities, RegionExchange exchange, bool goesOn = false)
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

    /// <summary>Whether it has been asked to run on.</summary>
    public bool HasWork { get; private set; }

    /// <summary>What has ended the run in any region without the regions agreeing on it.</summary>
    public RunFailure RunFailure => exchange.Failure;

    /// <summary>Failures of entities by cause.</summary>
    public FailureLog Failures { get; } = new();

    /// <summary>
    /// The instant at which users' actors act: that of the event that brought them a message or, when the outside asks
    /// between two windows, the instant before which everything has happened in all regions.
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
    /// The first instant at which a run that was interrupted can be taken up in all regions: alone, a region may have stopped
    /// amid the events of one instant; several stop between two windows.
    /// </summary>
    public SimTime FirstResumable => exchange.Regions == 1 ? Now + new SimTime(1) : _windowEnd;

    /// <summary>How many events may happen at one instant, see SimulationOptions.EventsAtOneInstant.</summary>
    public long EventsAtOneInstant { get; protected init; } = 10_000_000 + (100 * entities);

    /// <summary>The entities without which the run goes on, in no order.</summary>
    public IReadOnlyCollection<EntityHandle> StoppedEntities => _stopped;

    /// <summary>Whether the run is to end before its bound.</summary>
    protected virtual bool IsCancelled => false;

    /// <summary>The messages whose events wait in the queue.</summary>
    protected EnvelopeTable Envelopes { get; } = new();

    /// <summary>Whether an actor is handling the message of an event.</summary>
    protected bool IsDelivering { get; set; }

    /// <summary>The region's own thread is there.</summary>
    protected void Register() => exchange.Register(this);

    /// <summary>An entity begins.</summary>
    public abstract void Start(EntityHandle entity);

    /// <summary>An entity's actor has been made anew after a failure.</summary>
    public void Restart(EntityHandle entity)
    {
        CountRestart(entity);
        ReplaceState(entity, _failing);
    }

    /// <summary>An entity, or a user's actor, begins anew after a failure.</summary>
    public void CountRestart(EntityHandle entity) => _restarts[entity] = RestartsOf(entity) + 1;

    /// <summary>An entity's actor has ended for good.</summary>
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

    /// <summary>The system is about to end: entities that stop now are no failure. Any thread.</summary>
    public void Close() => _closed = true;

    /// <summary>The run cannot go on: all regions agree on that when they meet next.</summary>
    public void Fail(Exception cause) => _fatal ??= cause;

    /// <summary>The run cannot go on, and this region may not be able to meet the others. Takes no memory.</summary>
    public void Abort(Exception cause)
    {
        HasWork = false;
        exchange.Break(_fatal ?? cause);
    }

    /// <summary>Counts events, or steps of actors without an event, and ends the run if time has stood still for too many of them.</summary>
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

    /// <summary>An entity or a user's actor has failed. Want of memory is no failure of its own.</summary>
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

    /// <summary>The region's actor has ended.</summary>
    public void ActorStopped()
    {
        if (!_closed)
        {
            Abort(new WorldStoppedException());
        }
    }

    /// <summary>
    /// Lets an event happen, now or later, here or in another region. One at <see cref="SimTime.Never"/> does not happen: what
    /// waits for it waits to the end of the run.
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

        if (item.Destination.Region == Id)
        {
            _queue.Push(item);
        }
        else
        {
            SendAway(item);
        }
    }

    /// <summary>Lets an envelope arrive, here or in another region; one at <see cref="SimTime.Never"/> does not.</summary>
    /// <param name="item">The event that brings it.</param>
    /// <param name="envelope">The envelope.</param>
    public void Post(in SimEvent item, in SimEnvelope envelope)
    {
        if (item.Time == SimTime.Never)
        {
            return;
        }

        RegionId region = item.Destination.Region;
        int place = region == Id ? Envelopes.Add(envelope) : exchange.From(_buffer, Id, region).AddEnvelope(envelope);
        Send(item with { A = place });
    }

    /// <summary>Gives out the envelope that an event brings.</summary>
    public SimEnvelope Open(in SimEvent item) => Envelopes.Take((int)item.A);

    /// <summary>How often an entity was restarted.</summary>
    public int RestartsOf(EntityHandle entity) => _restarts.GetValueOrDefault(entity);

    /// <summary>Whether an entity has stopped while the run went on.</summary>
    public bool HasStopped(EntityHandle entity) => _stopped.Count > 0 && _stopped.Contains(entity);

    /// <summary>
    /// A fresh state takes over from that of an entity that has failed, also if it is the last: what the former held is lost.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="failed">The event it failed on; one without a request if it failed between two windows.</param>
    protected abstract void ReplaceState(EntityHandle entity, in SimEvent failed);

    /// <summary>The bound, or the end of the run before it, is reached: whoever asked is told.</summary>
    /// <param name="interrupted">Whether the run ended before the bound.</param>
    /// <param name="failure">What ended it, if it failed.</param>
    protected abstract void OnReached(bool interrupted, Exception? failure);

    /// <summary>Lets messages from outside, and orders to actors, take effect.</summary>
    protected abstract void RunPending();

    /// <summary>Runs something on the calling thread as if it were the region's own, which stands still meanwhile.</summary>
    protected abstract void RunOnThisThread(Action action);

    /// <summary>
    /// An entity has failed on an event: when this returns it has been restarted (<see cref="Restart"/>), or has stopped
    /// (<see cref="Stopped"/>).
    /// </summary>
    protected abstract void Supervise(EntityHandle entity, Exception cause);

    /// <summary>The name of whoever keeps time from passing: the actor whose message is being handled, or the entity of the last event.</summary>
    protected abstract string NameOfActive(EntityHandle last);

    private bool MustStop => IsCancelled && !_uninterrupted;

    private void SendAway(in SimEvent item)
    {
        RegionId destination = item.Destination.Region;
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
