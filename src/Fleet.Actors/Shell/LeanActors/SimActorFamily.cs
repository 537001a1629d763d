using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// A user's actor with all its descendants. They share a region, a counter of events, and the delay of messages between them
/// and the rest of the simulated world.
/// </summary>
/// <param name="region">Where they live.</param>
/// <param name="handle">Names them in events.</param>
/// <param name="id">Names them as the cause of events.</param>
/// <param name="delay">The least and default time of a message between them and any other actor or entity.</param>
/// <param name="world">The simulated world, for them; null if it has only actors.</param>
internal sealed class SimActorFamily(Region region, EntityHandle handle, EntityId id, SimTime delay, ISimWorld? world = null)
{
    private readonly Dictionary<string, long> _uids = [];
    private EventSource _source = new(id);
    private SimEnvelope _caught;

    /// <summary>Where they live.</summary>
    public Region Region => region;

    /// <summary>Names them in events.</summary>
    public EntityHandle Handle => handle;

    /// <summary>The least and default time of a message between them and any other actor or entity.</summary>
    public SimTime Delay => delay;

    /// <summary>The simulated world, for them.</summary>
    public ISimWorld? World => world;

    /// <summary>They as the cause of events.</summary>
    public EventSource Source => _source;

    /// <summary>How many descendants there have been.</summary>
    public long Descendants { get; private set; }

    /// <summary>How what they send and schedule is handled.</summary>
    public Posting Posting { get; set; }

    /// <summary>The number of a new descendant: unique, the same in every run, also in a resumed one.</summary>
    /// <param name="parent">Whose child it is.</param>
    /// <param name="name">Its name; null if it was given none.</param>
    public long NextChild(ActorPath parent, string? name) =>
        name is not null && Posting != Posting.Sent && _uids.TryGetValue(KeyOf(parent, name), out long uid) ? uid : ++Descendants;

    /// <summary>Schedules the delivery of an envelope.</summary>
    /// <param name="to">The receiving entity.</param>
    /// <param name="delay">The time until it arrives.</param>
    /// <param name="envelope">The envelope.</param>
    /// <exception cref="InvalidOperationException">An actor is being saved or restored.</exception>
    public void Post(EntityHandle to, SimTime delay, in SimEnvelope envelope)
    {
        switch (Posting)
        {
            case Posting.Sent:
                region.Post(_source.Emit(to, region.ActorsNow + delay, EventKind.Message), envelope);
                break;
            case Posting.Caught:
                _caught = envelope;
                break;
            case Posting.Refused:
                throw new InvalidOperationException($"it sends or schedules {envelope.Message.GetType().Name}, which only a handler may; messages under way are saved without it");
            default:
                break;
        }
    }

    /// <summary>Runs an action that schedules work, and returns the work instead of scheduling it.</summary>
    public ScheduledWork Catch(Action schedule)
    {
        Posting before = Posting;
        Posting = Posting.Caught;
        schedule();
        Posting = before;
        return (ScheduledWork)_caught.Message;
    }

    /// <summary>They are created again: they get the numbers they had, and what they send is dropped until <see cref="EndRestoration"/>.</summary>
    /// <param name="descendants">The descendants of the top actor.</param>
    public void BeginRestoration(IEnumerable<(ActorPath Parent, string Name, long Uid)> descendants)
    {
        Posting = Posting.Dropped;
        foreach ((ActorPath parent, string name, long uid) in descendants)
        {
            _uids[KeyOf(parent, name)] = uid;
        }
    }

    /// <summary>Ends the restoration.</summary>
    /// <param name="source">They as the cause of events.</param>
    /// <param name="descendants">How many descendants there have been.</param>
    public void EndRestoration(EventSource source, long descendants)
    {
        _source = source;
        Descendants = descendants;
        _uids.Clear();
        Posting = Posting.Sent;
    }

    private static string KeyOf(ActorPath parent, string name) => $"{parent.ToStringWithoutAddress()}/{name}";
}

/// <summary>How what users' actors send and schedule is handled.</summary>
internal enum Posting
{
    /// <summary>It is delivered.</summary>
    Sent,

    /// <summary>It is dropped: an actor is created again, and has sent it in the first run.</summary>
    Dropped,

    /// <summary>It throws: the state of an actor is being saved or restored.</summary>
    Refused,

    /// <summary>It is returned to the caller of <see cref="SimActorFamily.Catch"/>.</summary>
    Caught,
}
