using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The address of an entity. It differs from Akka's own local reference in that its path is made when somebody asks for
/// it, and that it knows the entity's handle.
/// </summary>
/// <remarks>
/// Sound because <see cref="LocalActorRef"/> only stores the path, which the virtual <see cref="Path"/> replaces, and
/// because equality of references compares paths and their unique numbers, which are functions of the handle.
/// </remarks>
internal sealed class LeanActorRef : LocalActorRef
{
    private readonly EntityTable _table;

    /// <summary>Makes the reference and its cell; <see cref="LocalActorRef.Start"/> makes the actor.</summary>
    public LeanActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, LeanMailbox mailbox, LeanSupervisorRef supervisor, EntityHandle handle)
        : base(system, props, dispatcher, mailbox, supervisor, null)
    {
        _table = supervisor.Table;
        Handle = handle;
    }

    /// <summary>The entity.</summary>
    public EntityHandle Handle { get; }

    /// <inheritdoc/>
    public override ActorPath Path => _table.PathOf(Handle);

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is Watch)
        {
            RefuseFromVirtualTime();
            ((LeanSupervisorRef)Parent).Watched(this);
        }

        base.SendSystemMessage(message);
    }

    /// <inheritdoc/>
    public override void Stop()
    {
        RefuseFromVirtualTime();
        base.Stop();
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (SimActorCell.Running is { } actor)
        {
            actor.Tell(this, new Envelope(message, sender));
        }
        else
        {
            base.TellInternal(message, sender);
        }
    }

    /// <inheritdoc/>
    protected override ActorCell NewActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new LeanActorCell(system, self, props, dispatcher, supervisor);

    // System messages take no time, and the entity may live in another region: what came of it would depend on the machine.
    private void RefuseFromVirtualTime()
    {
        if (SimActorCell.Running is { } actor)
        {
            throw new NotSupportedException($"{actor.Self.Path.ToStringWithoutAddress()} can tell {Path.ToStringWithoutAddress()} something, but neither watch nor stop it from within virtual time.");
        }
    }
}

/// <summary>The inside of an entity's reference: Akka's own cell, but for how it makes the actor.</summary>
/// <remarks>
/// Sound because the cell's life cycle calls the virtual <see cref="CreateNewActorInstance"/> for the first actor and for
/// each one after a failure, always with the cell as the current one of the thread. What the overridden method adds,
/// plug-ins to the making of actors and stashes, entities do not use.
/// </remarks>
internal sealed class LeanActorCell(
    ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    : ActorCell(system, self, props, dispatcher, parent)
{
    /// <inheritdoc/>
    protected override ActorBase CreateNewActorInstance() =>
        ((LeanSupervisorRef)Parent).Region.CreateActor(((LeanActorRef)Self).Handle);
}
