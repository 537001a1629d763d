using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// An entity whose actor object handles its events itself: for types with few entities, whose state is not worth a slab.
/// Queue, order and life cycle are those of any other entity.
/// </summary>
/// <remarks>The region holds the objects; after a failure a fresh one replaces the former.</remarks>
internal abstract class EventActor(ActorRegion region, EntityHandle handle) : EntityActor(region, handle)
{
    /// <summary>Handles an event.</summary>
    public abstract void OnEvent(in SimEvent item);
}
