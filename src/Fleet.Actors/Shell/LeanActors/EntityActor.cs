using System.Runtime.ExceptionServices;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Messages;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// An entity of the simulated world as an actor: it has a path, answers Ask and Identify between windows, can be
/// watched, and is restarted by its region when it fails. Events do not pass through it: the region applies the
/// behaviour of the entity's type to its state in a slab. The actor provides identity, address and life cycle.
/// </summary>
internal abstract class EntityActor : ActorBase
{
    private readonly ActorRegion _region;
    private readonly EntityHandle _handle;

    /// <summary>Called by the entity's cell.</summary>
    protected EntityActor(ActorRegion region, EntityHandle handle)
    {
        _region = region;
        _handle = handle;
    }

    protected sealed override bool Receive(object message)
    {
        switch (message)
        {
            case GetSnapshot:
                Sender.Tell(_region.SnapshotOf(_handle));
                return true;
            case EntityFailure failure:
                ExceptionDispatchInfo.Throw(failure.Cause);
                return true;
            default:
                return false;
        }
    }

    protected sealed override void PreStart() => _region.Start(_handle);

    /// <inheritdoc/>
    /// <remarks>Does not call PostStop, as the default would: the entity continues.</remarks>
    protected sealed override void PreRestart(Exception reason, object message)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Does not call PreStart, as the default would: the region replaces the entity's state.</remarks>
    protected sealed override void PostRestart(Exception reason) => _region.Restart(_handle);

    protected sealed override void PostStop() => _region.Stopped(_handle, Self.Path.ToStringWithoutAddress());
}
