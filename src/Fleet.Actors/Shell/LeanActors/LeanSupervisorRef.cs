using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The address of a region's actor, parent and supervisor of its entities. They stand in an <see cref="EntityTable"/>; Akka's own
/// immutable dictionary of children holds only those that have failed, to count their restarts.
/// </summary>
/// <remarks>
/// Sound because all that a child tells its parent comes as system messages through the virtual
/// <see cref="SendSystemMessage"/>: Supervise after it is made, Failed when it throws, DeathWatchNotification when it has
/// ended. Supervision only asks the dictionary when Failed comes, and by then the child is in it.
/// </remarks>
internal sealed class LeanSupervisorRef : LocalActorRef
{
    private readonly ConcurrentDictionary<LeanActorRef, bool> _watched = new();
    private readonly LeanMailbox _mailbox;

    private LeanSupervisorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, LocalActorRef guardian, ActorPath path, ActorRegion region, EntityTable table)
        : base(system, props, dispatcher, system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config), guardian, path)
    {
        Region = region;
        Table = table;
        _mailbox = new LeanMailbox(system.Settings);
    }

    /// <summary>The region.</summary>
    public ActorRegion Region { get; }

    /// <summary>The entities of all regions.</summary>
    public EntityTable Table { get; }

    /// <summary>Makes a region's actor below the user guardian, as ActorOf would.</summary>
    public static LeanSupervisorRef Start(ActorSystem system, string name, ActorRegion region, EntityTable table, FailureSpec failures)
    {
        var implementation = (ActorSystemImpl)system;
        var guardian = (LocalActorRef)implementation.Guardian;
        string path = FleetSystem.DispatcherPath(region.Id);
        var dispatcher = (RegionDispatcher)implementation.Dispatchers.Lookup(path);
        dispatcher.AnswerTo(region);
        Props props = Props.Create(() => new RegionActor(region, failures)).WithDispatcher(path);
        guardian.Cell.ReserveChild(name);
        var address = new ChildActorPath(guardian.Path, name, region.Id.Value + 1);
        table.Parent ??= address;
        var supervisor = new LeanSupervisorRef(implementation, props, dispatcher, guardian, address, region, table);
        guardian.Cell.InitChild(supervisor);
        supervisor.Start();
        return supervisor;
    }

    /// <summary>Makes an entity's actor; on the region's thread.</summary>
    public void CreateChild(EntityHandle handle, Props props)
    {
        var child = new LeanActorRef((ActorSystemImpl)System, props, Dispatcher, _mailbox, this, handle);
        Table.Add(child);
        child.Start();
    }

    /// <summary>Makes the reference of a user's actor; starting it makes the actor.</summary>
    /// <exception cref="NotSupportedException">The Props ask for more than one actor here.</exception>
    public SimActorRef AddActor(string name, Props props, SimActorFamily family)
    {
        SimActorCell.RefuseUnfit(props);
        Cell.ReserveChild(name);
        long uid = ((long)family.Handle.Type << 32) + family.Handle.Index + 1;
        var actor = new SimActorRef((ActorSystemImpl)System, props, Dispatcher, this, new ChildActorPath(Path, name, uid), family);
        Cell.InitChild(actor);
        return actor;
    }

    /// <summary>Somebody watches an entity; any thread.</summary>
    public void Watched(LeanActorRef child) => _watched[child] = true;

    /// <summary>
    /// The region ends. Entities that are watched end as any actor does; the others, of which nobody wants to know, end
    /// with it and without a word, which spares a large fleet seconds.
    /// </summary>
    public void StopWatchedChildren()
    {
        foreach (LeanActorRef child in _watched.Keys)
        {
            child.Stop();
        }
    }

    /// <inheritdoc/>
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
                Region.Stopped(ended.Family.Handle, ended.Path.ToStringWithoutAddress());
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

    /// <inheritdoc/>
    public override void Stop()
    {
        RefuseFromVirtualTime();
        base.Stop();
    }

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        RefuseFromVirtualTime();
        base.TellInternal(message, sender);
    }

    // It would end the world, or be heard at an instant that depends on the machine.
    private void RefuseFromVirtualTime()
    {
        if (SimActorCell.Running is { } actor)
        {
            throw new NotSupportedException($"{actor.Self.Path.ToStringWithoutAddress()} can neither stop {Path.ToStringWithoutAddress()}, which simulates the fleet, nor tell it anything.");
        }
    }

    /// <inheritdoc/>
    public override IInternalActorRef GetSingleChild(string name) => Table.Find(name) ?? base.GetSingleChild(name);

    private bool HasFailedBefore(LeanActorRef child) => Cell.TryGetChildStatsByName(child.Path.Name, out _);
}
