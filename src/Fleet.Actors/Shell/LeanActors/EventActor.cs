using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// An entity whose events go to the actor object itself: for types of which there are few, and whose state is not worth a
/// slab. Same queue, same order, same life cycle as any other entity.
/// </summary>
/// <remarks>The region keeps the objects; after a failure a fresh one takes over from the former.</remarks>
internal abstract class EventActor(ActorRegion region, EntityHandle handle) : EntityActor(region, handle)
{
    /// <summary>Handles an event.</summary>
    public abstract void OnEvent(in SimEvent item);
}
