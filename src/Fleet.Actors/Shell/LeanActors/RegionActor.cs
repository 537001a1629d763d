using Akka.Actor;
using Akka.Actor.Internal;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>A region as an actor: parent and supervisor of its entities, and the receiver of <see cref="AdvanceTo"/>.</summary>
internal sealed class RegionActor(ActorRegion region, FailureSpec failures) : UntypedActor
{
    /// <summary>Creates a region's actor below the user guardian, as ActorOf would.</summary>
    public static LeanSupervisorRef Start(ActorSystem system, string name, ActorRegion region, EntityTable table, FailureSpec failures)
    {
        var implementation = (ActorSystemImpl)system;
        var guardian = (LocalActorRef)implementation.Guardian;
        string path = FleetSystem.DispatcherPath(region.Id);
        var dispatcher = (RegionDispatcher)implementation.Dispatchers.Lookup(path);
        dispatcher.ReportFailuresTo(region);
        Props props = Props.Create(() => new RegionActor(region, failures)).WithDispatcher(path);
        guardian.Cell.ReserveChild(name);
        var address = new ChildActorPath(guardian.Path, name, region.Id.Value + 1);
        table.Parent ??= address;
        var supervisor = new LeanSupervisorRef(implementation, props, dispatcher, guardian, address, region, region.CreateActor, table);
        guardian.Cell.InitChild(supervisor);
        supervisor.Start();
        return supervisor;
    }

    protected override void PreStart()
    {
        var dispatcher = (RegionDispatcher)Context.Dispatcher;
        region.RunOn(dispatcher);
        dispatcher.Attach(region, () => region.Populate((LeanSupervisorRef)Self));
    }

    /// <inheritdoc/>
    /// <remarks>No exception may escape: the region would be restarted within its run.</remarks>
    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception exception)
        {
            region.Abort(exception);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case AdvanceTo advance:
                region.Advance(advance.Bound, Sender, advance.Uninterrupted);
                break;
            case StartActors:
                Answer(message, () => region.StartActors((LeanSupervisorRef)Self));
                break;
            case RestoreActors:
                Answer(message, () => region.RestoreActors(Codec()));
                break;
            case SaveTo save:
                Answer(message, () => region.Save(save.Writer, Codec()));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A failure goes to the sender, not to the supervisor.
    private void Answer(object message, Action action)
    {
        try
        {
            action();
            Sender.Tell(message);
        }
        catch (Exception exception)
        {
            Sender.Tell(new Status.Failure(exception));
        }
    }

    private MessageCodec Codec() => new(Context.System, ((LeanSupervisorRef)Self).Table);

    protected override SupervisorStrategy SupervisorStrategy() => new EntitySupervision(region, failures.MaxRestarts);

    /// <inheritdoc/>
    /// <remarks>Only what runs before or beside <see cref="OnReceive"/> can have failed.</remarks>
    protected override void PreRestart(Exception reason, object message) => region.Abort(reason);

    /// <inheritdoc/>
    /// <remarks>The entities exist already.</remarks>
    protected override void PostRestart(Exception reason)
    {
    }

    protected override void PostStop()
    {
        region.ActorStopped();
        ((LeanSupervisorRef)Self).StopWatchedChildren();
    }
}
