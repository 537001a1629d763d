using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The reference of an entity. It differs from Akka's own local reference in that its path is created on demand, and that it
/// holds the entity's handle.
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
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, LeanMailbox mailbox, IInternalActorRef supervisor, EntityTable table, EntityHandle handle)
        : base(system, props, dispatcher, mailbox, supervisor, null)
    {
        _table = table;
        Handle = handle;
    }

    /// <summary>The entity.</summary>
    public EntityHandle Handle { get; }

    public override ActorPath Path => _table.PathOf(Handle);

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is Watch)
        {
            ThrowIfInVirtualTime();
            ((IEntityParent)Parent).Watched(this);
        }

        base.SendSystemMessage(message);
    }

    public override void Stop()
    {
        ThrowIfInVirtualTime();
        base.Stop();
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (SimActorCell.Running is { } actor)
        {
            actor.Tell(this, Handle, new Envelope(message, sender));
        }
        else
        {
            base.TellInternal(message, sender);
        }
    }

    protected override ActorCell NewActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new LeanActorCell(system, self, props, dispatcher, supervisor);

    // System messages take no time, and the entity may live in another region: their effect would depend on the machine.
    private void ThrowIfInVirtualTime()
    {
        if (SimActorCell.Running is { } actor)
        {
            throw new NotSupportedException($"{actor.Self.Path.ToStringWithoutAddress()} can tell {Path.ToStringWithoutAddress()} something, but neither watch nor stop it from within virtual time.");
        }
    }
}

/// <summary>The cell of an entity: Akka's own cell, except for how it creates the actor.</summary>
/// <remarks>
/// Sound because the cell's life cycle calls the virtual <see cref="CreateNewActorInstance"/> for the first actor and for
/// each one after a failure, always with the cell as the current one of the thread. Entities do not use what the
/// overridden method adds: plug-ins to the creation of actors, and stashes.
/// </remarks>
internal sealed class LeanActorCell(
    ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    : ActorCell(system, self, props, dispatcher, parent)
{
    protected override ActorBase CreateNewActorInstance() =>
        ((IEntityParent)Parent).CreateActor(((LeanActorRef)Self).Handle);
}

/// <summary>The parent of entities' actors, as their references use it.</summary>
internal interface IEntityParent
{
    /// <summary>An entity is watched. Any thread may call it.</summary>
    void Watched(LeanActorRef child);

    /// <summary>Creates the actor of an entity, at the beginning or after a failure.</summary>
    ActorBase CreateActor(EntityHandle entity);
}
