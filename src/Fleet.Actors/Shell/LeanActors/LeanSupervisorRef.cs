using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The reference of a region's actor, parent and supervisor of its entities. An <see cref="EntityTable"/> holds them; Akka's
/// own immutable dictionary of children holds only those that have failed, to count their restarts.
/// </summary>
/// <remarks>
/// Sound because a child notifies its parent by system messages only, through the virtual <see cref="SendSystemMessage"/>:
/// Supervise after it is created, Failed when it throws, DeathWatchNotification when it has stopped. Supervision reads the
/// dictionary only at Failed, and by then the child is in it.
/// </remarks>
internal sealed class LeanSupervisorRef : LocalActorRef, IEntityParent
{
    private readonly ConcurrentDictionary<LeanActorRef, bool> _watched = new();
    private readonly LeanMailbox _mailbox;
    private readonly Region _region;
    private readonly Func<EntityHandle, ActorBase> _createActor;

    /// <summary>Creates the reference; <see cref="RegionActor.Start"/> creates the actor.</summary>
    public LeanSupervisorRef(
        ActorSystemImpl system,
        Props props,
        MessageDispatcher dispatcher,
        LocalActorRef guardian,
        ActorPath path,
        Region region,
        Func<EntityHandle, ActorBase> createActor,
        EntityTable table)
        : base(system, props, dispatcher, system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config), guardian, path)
    {
        _region = region;
        _createActor = createActor;
        Table = table;
        _mailbox = new LeanMailbox(system.Settings);
    }

    /// <summary>The entities of all regions.</summary>
    public EntityTable Table { get; }

    /// <summary>Creates an entity's actor; on the region's thread.</summary>
    public void CreateChild(EntityHandle handle, Props props)
    {
        var child = new LeanActorRef((ActorSystemImpl)System, props, Dispatcher, _mailbox, this, Table, handle);
        Table.Add(handle, child);
        child.Start();
    }

    /// <summary>Creates the reference of a user's actor; starting it creates the actor.</summary>
    /// <exception cref="NotSupportedException">The Props ask for a router, another machine, or a random back-off.</exception>
    public SimActorRef AddActor(string name, Props props, SimActorFamily family)
    {
        SimActorCell.ThrowIfUnsupported(props);
        Cell.ReserveChild(name);
        long uid = ((long)family.Handle.Type << 32) + family.Handle.Index + 1;
        var actor = new SimActorRef((ActorSystemImpl)System, props, Dispatcher, this, new ChildActorPath(Path, name, uid), family);
        Cell.InitChild(actor);
        return actor;
    }

    public void Watched(LeanActorRef child) => _watched[child] = true;

    public ActorBase CreateActor(EntityHandle entity) => _createActor(entity);

    /// <summary>
    /// Stops the entities that are watched, when the region stops. The others need no notification and are dropped with it, which
    /// saves seconds for a large fleet.
    /// </summary>
    public void StopWatchedChildren()
    {
        foreach (LeanActorRef child in _watched.Keys)
        {
            child.Stop();
        }
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Supervise { Child: LeanActorRef }:
                return;
            case Failed { Child: LeanActorRef failed } when !HasFailedBefore(failed):
                Cell.ReserveChild(failed.Path.Name);
                Cell.InitChild(failed);
                break;
            case Failed { Child: SimActorRef failed }:
                failed.HasFailed = true;
                break;
            case DeathWatchNotification { Actor: SimActorRef { HasFailed: true } ended }:
                _region.Stopped(ended.Family.Handle, ended.Path.ToStringWithoutAddress());
                break;
            case DeathWatchNotification { Actor: LeanActorRef ended }:
                if (!HasFailedBefore(ended))
                {
                    return;
                }

                break;
            default:
                break;
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
        ThrowIfInVirtualTime();
        base.TellInternal(message, sender);
    }

    // It would end the run, or take effect at an instant that depends on the machine.
    private void ThrowIfInVirtualTime()
    {
        if (SimActorCell.Running is { } actor)
        {
            throw new NotSupportedException($"{actor.Self.Path.ToStringWithoutAddress()} can neither stop {Path.ToStringWithoutAddress()}, which simulates the fleet, nor tell it anything.");
        }
    }

    public override IInternalActorRef GetSingleChild(string name) => Table.Find(name) ?? base.GetSingleChild(name);

    private bool HasFailedBefore(LeanActorRef child) => Cell.TryGetChildStatsByName(child.Path.Name, out _);
}
