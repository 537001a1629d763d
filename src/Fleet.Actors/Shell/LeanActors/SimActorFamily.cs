using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// What a user's actor and all its descendants share: a region, a place in the order of events, and the delay between
/// them and the rest of the simulated world.
/// </summary>
/// <param name="region">Where they live.</param>
/// <param name="handle">Names them in events.</param>
/// <param name="id">Names them as the cause of events.</param>
/// <param name="delay">What a message between them and anybody else takes at least, and takes unless it says otherwise.</param>
/// <param name="world">The simulated world as they see it, if there is more of it than actors.</param>
internal sealed class SimActorFamily(ActorRegion region, EntityHandle handle, EntityId id, SimTime delay, ISimWorld? world = null)
{
    private readonly Dictionary<string, long> _uids = [];
    private EventSource _source = new(id);
    private SimEnvelope _caught;

    /// <summary>Where they live.</summary>
    public ActorRegion Region => region;

    /// <summary>Names them in events.</summary>
    public EntityHandle Handle => handle;

    /// <summary>What a message between them and anybody else takes.</summary>
    public SimTime Delay => delay;

    /// <summary>The simulated world as they see it.</summary>
    public ISimWorld? World => world;

    /// <summary>Their place in the order of events.</summary>
    public EventSource Source => _source;

    /// <summary>How many descendants there have been.</summary>
    public long Descendants { get; private set; }

    /// <summary>What becomes of what they tell and schedule.</summary>
    public Posting Posting { get; set; }

    /// <summary>The number of a new descendant: unique, the same in every run, and after a checkpoint what it was before.</summary>
    /// <param name="parent">Whose child it is.</param>
    /// <param name="name">Its name; null if it has none of its own.</param>
    public long NextChild(ActorPath parent, string? name) =>
        name is not null && Posting != Posting.Sent && _uids.TryGetValue(KeyOf(parent, name), out long uid) ? uid : ++Descendants;

    /// <summary>Lets an envelope arrive.</summary>
    /// <param name="to">At which entity.</param>
    /// <param name="delay">How much later than now.</param>
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
                throw new InvalidOperationException($"it tells or schedules {envelope.Message.GetType().Name}, which belongs into a handler; what is under way is saved for it");
            default:
                break;
        }
    }

    /// <summary>Lets one of them schedule something, and gives that in the place of letting it arrive.</summary>
    public ScheduledWork Catch(Action schedule)
    {
        Posting before = Posting;
        Posting = Posting.Caught;
        schedule();
        Posting = before;
        return (ScheduledWork)_caught.Message;
    }

    /// <summary>They are made again: they get the numbers they had, and what they tell is dropped until <see cref="EndRestoration"/>.</summary>
    /// <param name="saved">The actor at the top.</param>
    /// <param name="path">Its path.</param>
    public void BeginRestoration(SavedActor saved, ActorPath path)
    {
        Posting = Posting.Dropped;
        NoteUids(saved, path);
    }

    /// <summary>They are as they were, and live on.</summary>
    public void EndRestoration(SavedFamily saved)
    {
        _source = saved.Source;
        Descendants = saved.Descendants;
        _uids.Clear();
        Posting = Posting.Sent;
    }

    private void NoteUids(SavedActor parent, ActorPath path)
    {
        foreach (SavedActor child in parent.Children)
        {
            _uids[KeyOf(path, child.Name)] = child.Uid;
            NoteUids(child, path / child.Name);
        }
    }

    private static string KeyOf(ActorPath parent, string name) => $"{parent.ToStringWithoutAddress()}/{name}";
}

/// <summary>What becomes of what users' actors tell and schedule.</summary>
internal enum Posting
{
    /// <summary>It arrives.</summary>
    Sent,

    /// <summary>It is given up: an actor is made again, and has told it long ago.</summary>
    Dropped,

    /// <summary>It fails: an actor says or hears what its state is.</summary>
    Refused,

    /// <summary>It is handed to who asked the actor to schedule it.</summary>
    Caught,
}
