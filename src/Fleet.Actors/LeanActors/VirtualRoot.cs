using Fleet.Actors.Time;

namespace Fleet.Actors.LeanActors;

/// <summary>
/// What a user's actor and all its descendants share: a region, a place in the order of events, and the delay between
/// them and the rest of the simulated world.
/// </summary>
/// <param name="region">Where they live.</param>
/// <param name="handle">Names them in events.</param>
/// <param name="id">Their number as the cause of events; does not depend on how the world is cut into regions.</param>
/// <param name="delay">What a message between them and anybody else takes at least, and takes unless it says otherwise.</param>
/// <param name="world">The simulated world as they see it, if there is more of it than actors.</param>
internal sealed class VirtualRoot(Region region, EntityHandle handle, int id, SimTime delay, IVirtualWorld? world = null)
{
    private EventSource _source = new(id);
    private long _children;

    /// <summary>Where they live.</summary>
    public Region Region => region;

    /// <summary>Names them in events.</summary>
    public EntityHandle Handle => handle;

    /// <summary>What a message between them and anybody else takes.</summary>
    public SimTime Delay => delay;

    /// <summary>The simulated world as they see it.</summary>
    public IVirtualWorld? World => world;

    /// <summary>The next number of a descendant; unique, and the same in every run.</summary>
    public long NextChild() => ++_children;

    /// <summary>Lets a letter arrive.</summary>
    /// <param name="to">At which entity.</param>
    /// <param name="delay">How much later than now.</param>
    /// <param name="letter">The letter.</param>
    public void Post(EntityHandle to, SimTime delay, in Letter letter) =>
        region.Post(_source.Emit(to, region.ActorsNow + delay, EventKind.Message), letter);
}
