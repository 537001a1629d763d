using Akka.Actor;
using Fleet.Actors.Checkpoints;
using Fleet.Actors.Messages;
using Fleet.Actors.Time;

namespace Fleet.Actors.LeanActors;

/// <summary>A region as an actor: parent and supervisor of its entities, and the one to ask for the passing of time.</summary>
internal sealed class RegionActor(Region region, FailureSpec failures) : UntypedActor
{
    /// <inheritdoc/>
    protected override void PreStart() =>
        ((RegionDispatcher)Context.Dispatcher).Attach(region, (LeanSupervisorRef)Self);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AdvanceTo advance:
                region.Advance(advance.Bound, Sender);
                break;
            case StartActors:
                region.StartActors((LeanSupervisorRef)Self);
                Sender.Tell(message);
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

    // What fails is for who asked to hear, not for the supervisor.
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

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new EntitySupervision(region, failures.MaxRestarts);

    /// <inheritdoc/>
    protected override void PostStop() => ((LeanSupervisorRef)Self).StopWatchedChildren();
}
