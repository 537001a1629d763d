using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;

namespace Fleet.Actors.Time;

/// <summary>
/// A part of the simulated world that one thread simulates: one event queue, and entities whose states stand in slabs.
/// What kinds of entity there are and how they behave is the business of the types derived from it. Everything but
/// <see cref="Close"/> happens on the region's thread.
/// </summary>
/// <param name="index">The region's number.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="table">The entities' references.</param>
/// <param name="exchange">Where it meets the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract class Region(
    int index, EventQueueKind queue, EntityTable table, RegionExchange exchange, bool goesOn = false)
{
    /// <summary>The most events between two looks at what the outside asks.</summary>
    public const int WindowEvents = 100_000;

    /// <summary>
    /// How many events ahead states are fetched: long enough for memory to answer, short enough for the state to be
    /// still in the cache when its event comes.
    /// </summary>
    public const int PrefetchDistance = 12;

    private const int SliceEvents = 1024;

    private static readonly SimEvent NoEvent = new() { Request = -1 };

    private readonly IEventQueue _queue = queue == EventQueueKind.Heap ? new HeapQueue() : new BucketQueue();
    private readonly HeapQueue _observed = new();
    private readonly Dictionary<EntityHandle, int> _restarts = [];
    private readonly HashSet<EntityHandle> _stopped = [];
    private RegionDispatcher? _dispatcher;
    private SimEvent _failing = NoEvent;
    private SimTime _bound;
    private SimTime _windowEnd;
    private SimTime _sentAway = SimTime.Never;
    private int _half;
    private IActorRef? _requester;
    private Exception? _fatal;
    private volatile bool _closed;

    /// <summary>The region's number.</summary>
    public int Index { get; } = index;

    /// <summary>The instant of the event being handled.</summary>
    public SimTime Now { get; private set; }

    /// <summary>The number of events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Whether it has been asked to run on.</summary>
    public bool HasWork => _requester is not null;

    /// <summary>Failures of entities by cause.</summary>
    public FailureLog Failures { get; } = new();

    /// <summary>The entities without which the run goes on, in no order.</summary>
    public IReadOnlyCollection<EntityHandle> StoppedEntities => _stopped;

    /// <summary>Whether the run is to end before its bound.</summary>
    protected virtual bool IsCancelled => false;

    /// <summary>The region's own dispatcher takes it under its thread.</summary>
    public void RunOn(RegionDispatcher dispatcher) => _dispatcher = dispatcher;

    /// <summary>Makes the actors of the entities that live here.</summary>
    public abstract void Populate(LeanSupervisorRef supervisor);

    /// <summary>Makes the actor of an entity, the first one or one after a failure.</summary>
    public abstract EntityActor CreateActor(EntityHandle entity);

    /// <summary>An entity begins.</summary>
    public abstract void Start(EntityHandle entity);

    /// <summary>What an entity tells those who ask.</summary>
    public abstract object SnapshotOf(EntityHandle entity);

    /// <summary>An entity's actor has been made anew after a failure.</summary>
    public void Restart(EntityHandle entity)
    {
        _restarts[entity] = RestartsOf(entity) + 1;
        TakeOver(entity, _failing);
    }

    /// <summary>An entity's actor has ended for good.</summary>
    public void Stopped(EntityHandle entity, IActorRef actor)
    {
        if (_closed)
        {
            return;
        }

        if (goesOn)
        {
            _stopped.Add(entity);
            TakeOver(entity, _failing);
        }
        else
        {
            Fail(EntityStoppedException.Of(actor.Path.ToStringWithoutAddress(), RestartsOf(entity), Failures.Last));
        }
    }

    /// <summary>Lets the region run until an instant, and then tell who asked.</summary>
    public void Advance(SimTime bound, IActorRef requester)
    {
        _bound = bound;
        _requester = requester;
    }

    /// <summary>The system is about to end: entities that stop now are no failure. Any thread.</summary>
    public void Close() => _closed = true;

    /// <summary>The run cannot go on.</summary>
    public void Fail(Exception cause) => _fatal ??= cause;

    /// <summary>Runs one window and, at the bound, tells who asked. Nothing it throws escapes the region's thread.</summary>
    public void RunWindow()
    {
        if (exchange.Regions == 1)
        {
            RunAlone();
        }
        else
        {
            RunTogether();
        }
    }

    /// <summary>Lets an event happen, now or later, here or in another region.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (item.Time < Now)
        {
            ThrowTooEarly(item);
        }

        if (item.Destination.Region == Index)
        {
            _queue.Push(item);
        }
        else
        {
            SendAway(item);
        }
    }

    /// <summary>How often an entity was restarted.</summary>
    protected int RestartsOf(EntityHandle entity) => _restarts.GetValueOrDefault(entity);

    /// <summary>Whether an entity has stopped while the run went on.</summary>
    protected bool HasStopped(EntityHandle entity) => _stopped.Contains(entity);

    /// <summary>
    /// A fresh state takes over from that of an entity that has failed, also if it is the last: what the former held is lost.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="failed">The event it failed on; one without a request if it failed between two windows.</param>
    protected abstract void TakeOver(EntityHandle entity, in SimEvent failed);

    /// <summary>Runs some events with the behaviours of this kind of region, by <see cref="RunSlice{T}"/>.</summary>
    /// <returns>Whether events before the bound may be left.</returns>
    protected abstract bool RunSlice();

    /// <summary>Some events have been handled.</summary>
    protected virtual void AfterSlice()
    {
    }

    /// <summary>A window has ended.</summary>
    protected virtual void AfterWindow()
    {
    }

    /// <summary>All regions have met after a window.</summary>
    /// <param name="half">The half that holds what was written in the window; the other half is written from now on.</param>
    /// <param name="events">The number of events of all regions so far.</param>
    protected virtual void AfterMeeting(int half, long events)
    {
    }

    /// <summary>Handles an event for the observer; region 0 alone.</summary>
    protected virtual void Observe(in SimEvent item) => throw new InvalidOperationException($"There is no observer: {item}.");

    /// <summary>The hot loop: the next event in order goes to the behaviour of its entity's type.</summary>
    /// <remarks>The handler is a struct, so the compiler makes a loop of its own for it, without virtual calls.</remarks>
    protected bool RunSlice<THandler>(THandler handler)
        where THandler : struct, IEventHandler
    {
        int left = SliceEvents;
        SimEvent item = default;
        try
        {
            while (left > 0 && _queue.TryPop(_windowEnd, out item))
            {
                left--;
                Now = item.Time;
                if (_queue.TryPeekDestination(PrefetchDistance, out EntityHandle soon))
                {
                    handler.Prefetch(soon);
                }

                handler.OnEvent(item);
            }
        }
        catch (Exception exception) when (exception is not InvariantViolationException)
        {
            Events += SliceEvents - left;
            HandToSupervisor(exception, item);
            return true;
        }

        Events += SliceEvents - left;
        return left == 0;
    }

    private void Answer(object reply)
    {
        IActorRef? requester = _requester;
        _requester = null;
        requester?.Tell(reply);
    }

    private void RunAlone()
    {
        try
        {
            _windowEnd = _bound;
            bool reached = RunEvents();
            AfterWindow();
            AfterMeeting(_half, Events);
            if (reached || IsCancelled)
            {
                Answer(new Advanced(Interrupted: !reached));
            }
        }
        catch (Exception exception)
        {
            Answer(new Status.Failure(exception));
        }
    }

    // Says what this region has, hears what the others have, and runs as far as that allows. All regions come to the
    // same decision. What fails here is kept until the next meeting, for the others already wait there.
    private void RunTogether()
    {
        int half = _half;
        exchange.Meet(half, Index, new RegionExchange.Word
        {
            Next = SimTime.Min(_queue.NextTime, _sentAway),
            Events = Events,
            Failed = _fatal is not null,
            Cancelled = IsCancelled,
        });
        _half = 1 - half;
        _sentAway = SimTime.Never;
        SimTime next = exchange.Next(half);
        bool reached = next >= _bound;
        (bool stop, long events) = Hear(half);
        try
        {
            TakeIn(half, reached ? _bound : _windowEnd);
            AfterMeeting(half, events);
            if (!reached && !stop)
            {
                _windowEnd = exchange.WindowEnd(next, _bound);
                RunWindowEvents();
            }
        }
        catch (Exception exception)
        {
            _fatal ??= exception;
        }

        if (reached || stop)
        {
            exchange.Pause(Index);
            Answer(_fatal is null ? new Advanced(Interrupted: stop) : new Status.Failure(_fatal));
        }
    }

    private (bool Stop, long Events) Hear(int half)
    {
        bool stop = false;
        long events = 0;
        foreach (ref readonly RegionExchange.Word word in exchange.Words(half))
        {
            stop |= word.Failed || word.Cancelled;
            events += word.Events;
        }

        return (stop, events);
    }

    private void TakeIn(int half, SimTime seenUntil)
    {
        for (int source = 0; source < exchange.Regions; source++)
        {
            EventList events = exchange.From(half, source, Index);
            foreach (ref readonly SimEvent item in events.Items)
            {
                _queue.Push(item);
            }

            events.Clear();
            if (Index == 0)
            {
                EventList observed = exchange.From(half, source, exchange.Observer);
                foreach (ref readonly SimEvent item in observed.Items)
                {
                    _observed.Push(item);
                }

                observed.Clear();
            }
        }

        while (_observed.TryPop(seenUntil, out SimEvent seen))
        {
            Events++;
            try
            {
                Observe(seen);
            }
            catch (Exception exception) when (exception is not InvariantViolationException)
            {
                HandToSupervisor(exception, seen);
            }
        }
    }

    // A window may be long: questions from outside are answered in between.
    private void RunWindowEvents()
    {
        while (!RunEvents())
        {
            _dispatcher!.RunPending();
        }

        AfterWindow();
    }

    private void SendAway(in SimEvent item)
    {
        int destination = item.Destination.Region;
        exchange.From(_half, Index, destination).Add(item);
        if (destination != exchange.Observer)
        {
            _sentAway = SimTime.Min(_sentAway, item.Time);
        }
    }

    // True when no event before the end of the window is left.
    private bool RunEvents()
    {
        for (int slices = WindowEvents / SliceEvents; slices > 0; slices--)
        {
            if (_fatal is not null)
            {
                throw _fatal;
            }

            bool more = RunSlice();
            AfterSlice();
            if (!more && _fatal is null)
            {
                return true;
            }
        }

        return false;
    }

    // The actor throws the exception when it receives it, and its supervisor decides. All of them run on this thread,
    // so the entity has been restarted, or stopped, before the next event.
    private void HandToSupervisor(Exception cause, in SimEvent item)
    {
        _failing = item;
        table[item.Destination].Tell(new EntityFailure(cause), ActorRefs.NoSender);
        _dispatcher!.RunPending();
        _failing = NoEvent;
    }

    private void ThrowTooEarly(in SimEvent item) =>
        throw new InvariantViolationException($"An event caused at {Now} lies before its cause: {item}.");
}

/// <summary>The behaviours of all entities of a region, as its event loop sees them.</summary>
internal interface IEventHandler
{
    /// <summary>Fetches the state of an entity into the cache: an event for it will come soon.</summary>
    void Prefetch(EntityHandle entity);

    /// <summary>Handles an event.</summary>
    void OnEvent(in SimEvent item);
}
