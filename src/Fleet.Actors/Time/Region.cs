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
internal abstract class Region(int index, EventQueueKind queue, EntityTable table)
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
    private readonly Dictionary<EntityHandle, int> _restarts = [];
    private RegionDispatcher? _dispatcher;
    private SimEvent _failing = NoEvent;
    private SimTime _bound;
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
        if (!_closed)
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
        try
        {
            bool reached = RunEvents();
            AfterWindow();
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

    /// <summary>Lets an event happen, now or later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(in SimEvent item)
    {
        if (item.Time < Now)
        {
            ThrowTooEarly(item);
        }

        _queue.Push(item);
    }

    /// <summary>How often an entity was restarted.</summary>
    protected int RestartsOf(EntityHandle entity) => _restarts.GetValueOrDefault(entity);

    /// <summary>A fresh state takes over from that of an entity that has failed.</summary>
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

    /// <summary>The hot loop: the next event in order goes to the behaviour of its entity's type.</summary>
    /// <remarks>The handler is a struct, so the compiler makes a loop of its own for it, without virtual calls.</remarks>
    protected bool RunSlice<THandler>(THandler handler)
        where THandler : struct, IEventHandler
    {
        int left = SliceEvents;
        SimEvent item = default;
        try
        {
            while (left > 0 && _queue.TryPop(_bound, out item))
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

    // True when no event before the bound is left.
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
