using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;
using Fleet.Actors.Telemetry;

namespace Fleet.Actors.Time;

/// <summary>
/// A part of the simulated world that one thread simulates: one event queue, and entities whose states stand in slabs.
/// What kinds of entity there are and how they behave is the business of the types derived from it. Everything but
/// <see cref="Close"/> happens on the region's thread, or on another's while that one stands still (<see cref="RegionExchange"/>).
/// </summary>
/// <param name="index">The region's number.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="table">The entities' references.</param>
/// <param name="exchange">Where it meets the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract partial class Region(
    int index, EventQueueKind queue, EntityTable table, RegionExchange exchange, bool goesOn = false)
{
    private static readonly SimEvent NoEvent = new() { Request = -1 };

    private readonly EventQueue _queue = new(queue);
    private readonly HeapQueue _observed = new();
    private readonly LetterBox _letters = new();
    private readonly Dictionary<EntityHandle, int> _restarts = [];
    private readonly HashSet<EntityHandle> _stopped = [];
    private RegionDispatcher? _dispatcher;
    private SimEvent _failing = NoEvent;
    private SimTime _bound;
    private SimTime _windowEnd;
    private SimTime _paused;
    private bool _delivering;
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

    /// <summary>
    /// The instant at which users' actors act: that of the event that brought them a message or, when the outside asks
    /// between two windows, the instant before which everything has happened in all regions.
    /// </summary>
    public SimTime ActorsNow
    {
        get
        {
            if (_delivering)
            {
                return Now;
            }

            return HasWork ? SimTime.Max(_paused, exchange.Regions == 1 ? Now : _windowEnd) : _bound;
        }
    }

    /// <summary>Whether users' actors live here, which begin when the entities of all regions are there.</summary>
    public virtual bool HasActors => false;

    /// <summary>The entities without which the run goes on, in no order.</summary>
    public IReadOnlyCollection<EntityHandle> StoppedEntities => _stopped;

    /// <summary>Whether the run is to end before its bound.</summary>
    protected virtual bool IsCancelled => false;

    /// <summary>The region's own dispatcher takes it under its thread.</summary>
    public void RunOn(RegionDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        exchange.Join(this);
    }

    /// <summary>Makes the actors of the entities that live here.</summary>
    public abstract void Populate(LeanSupervisorRef supervisor);

    /// <summary>Makes the users' actors that live here.</summary>
    public virtual void StartActors(LeanSupervisorRef supervisor)
    {
    }

    /// <summary>Makes the actor of an entity, the first one or one after a failure.</summary>
    public abstract EntityActor CreateActor(EntityHandle entity);

    /// <summary>An entity begins.</summary>
    public abstract void Start(EntityHandle entity);

    /// <summary>What an entity tells those who ask.</summary>
    public abstract object SnapshotOf(EntityHandle entity);

    /// <summary>An entity's actor has been made anew after a failure.</summary>
    public void Restart(EntityHandle entity)
    {
        CountRestart(entity);
        TakeOver(entity, _failing);
    }

    /// <summary>An entity, or a user's actor, begins anew after a failure.</summary>
    public void CountRestart(EntityHandle entity) => _restarts[entity] = RestartsOf(entity) + 1;

    /// <summary>An entity's actor has ended for good.</summary>
    public void Stopped(EntityHandle entity, IActorRef actor)
    {
        if (_closed || HasStopped(entity))
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
        _paused = _bound;
        _bound = bound;
        _requester = requester;
    }

    /// <summary>The system is about to end: entities that stop now are no failure. Any thread.</summary>
    public void Close() => _closed = true;

    /// <summary>The run cannot go on.</summary>
    public void Fail(Exception cause) => _fatal ??= cause;

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

    /// <summary>Lets a letter arrive, here or in another region.</summary>
    /// <param name="item">The event that brings it.</param>
    /// <param name="letter">The letter.</param>
    public void Post(in SimEvent item, in Letter letter)
    {
        int region = item.Destination.Region;
        int place = region == Index ? _letters.Add(letter) : exchange.From(_half, Index, region).AddLetter(letter);
        Send(item with { A = place });
    }

    /// <summary>Gives out the letter that an event brings.</summary>
    public Letter Open(in SimEvent item) => _letters.Take((int)item.A);

    /// <summary>Hands a user's actor the message that an event brings.</summary>
    public void Deliver(in SimEvent item)
    {
        Letter letter = Open(item);
        _delivering = true;
        if (letter.Message is ScheduledWork work)
        {
            letter.To!.Run(work);
        }
        else
        {
            letter.To!.Receive(letter);
        }

        _delivering = false;
    }

    /// <summary>Checks that an entity understands what a user's actor wants to tell it.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public virtual void CheckMessage(EntityHandle entity, object message) =>
        throw new ArgumentException($"{entity} understands no messages, and so not {message.GetType().Name}.", nameof(message));

    /// <summary>How often an entity was restarted.</summary>
    public int RestartsOf(EntityHandle entity) => _restarts.GetValueOrDefault(entity);

    /// <summary>Whether an entity has stopped while the run went on.</summary>
    protected bool HasStopped(EntityHandle entity) => _stopped.Count > 0 && _stopped.Contains(entity);

    /// <summary>
    /// A fresh state takes over from that of an entity that has failed, also if it is the last: what the former held is lost.
    /// </summary>
    /// <param name="entity">The entity.</param>
    /// <param name="failed">The event it failed on; one without a request if it failed between two windows.</param>
    protected abstract void TakeOver(EntityHandle entity, in SimEvent failed);

    private void SendAway(in SimEvent item)
    {
        int destination = item.Destination.Region;
        exchange.From(_half, Index, destination).Add(item);
        if (destination != exchange.Observer)
        {
            _sentAway = SimTime.Min(_sentAway, item.Time);
        }
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
