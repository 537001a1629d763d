using Akka.Actor;
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
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new Strategy(region, failures.MaxRestarts);

    /// <inheritdoc/>
    protected override void PostStop() => ((LeanSupervisorRef)Self).StopWatchedChildren();

    /// <summary>An entity that cannot even be made ends the run; one that fails more often than allowed stops.</summary>
    private sealed class Strategy(Region region, int maxRestarts)
        : OneForOneStrategy(maxRestarts, Timeout.Infinite, DefaultDecider, loggingEnabled: false)
    {
        protected override Directive Handle(IActorRef child, Exception cause)
        {
            region.Failures.Add(cause);
            if (cause is ActorInitializationException)
            {
                region.Fail(cause);
                return Directive.Stop;
            }

            return child is VirtualActorRef ? DefaultDecider.Decide(cause) : Directive.Restart;
        }
    }
}
