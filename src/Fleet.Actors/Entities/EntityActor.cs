using System.Runtime.ExceptionServices;
using Akka.Actor;
using Fleet.Actors.Messages;
using Fleet.Actors.Time;

namespace Fleet.Actors.Entities;

/// <summary>
/// An entity of the simulated world as an actor: it has a path, answers Ask and Identify between windows, can be
/// watched, and is restarted by its region when it fails. Events do not pass through its mailbox: the region calls
/// <see cref="OnEvent"/> in virtual time, where neither Context nor Sender mean anything.
/// </summary>
/// <remarks>State and behaviour are types of their own; the actor is identity, address and life cycle.</remarks>
internal abstract class EntityActor(Region region, EntityHandle handle) : ActorBase
{
    /// <summary>Where the entity lives.</summary>
    public EntityHandle Handle { get; } = handle;

    /// <summary>Its address, the same before and after a restart.</summary>
    public IActorRef Reference { get; private set; } = ActorRefs.Nobody;

    /// <summary>How often it was restarted.</summary>
    public int Restarts { get; private set; }

    /// <summary>Handles an event.</summary>
    public abstract void OnEvent(in SimEvent item, ISimulation simulation);

    /// <summary>The entity begins.</summary>
    public virtual void Start(ISimulation simulation)
    {
    }

    /// <summary>Takes over from the instance that failed.</summary>
    public void Succeed(EntityActor former, in SimEvent failed, ISimulation simulation)
    {
        Restarts = former.Restarts + 1;
        TakeOver(former, failed, simulation);
    }

    /// <summary>Its counters.</summary>
    protected abstract object Snapshot();

    /// <summary>Begins with fresh state, keeping of the former instance only what numbers events and requests.</summary>
    protected abstract void TakeOver(EntityActor former, in SimEvent failed, ISimulation simulation);

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case GetSnapshot:
                Sender.Tell(Snapshot());
                return true;
            case EntityFailure failure:
                ExceptionDispatchInfo.Throw(failure.Cause);
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Reference = Self;
        region.Attach(this);
    }

    /// <inheritdoc/>
    /// <remarks>Does not call PostStop, as the default would: the entity goes on.</remarks>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    /// <inheritdoc/>
    protected override void PostStop() => region.Stopped(this);
}
