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
        if (message is AdvanceTo advance)
        {
            region.Advance(advance.Bound, Sender);
        }
        else
        {
            Unhandled(message);
        }
    }

    /// <inheritdoc/>
    /// <remarks>An entity that cannot even be made ends the run; one that fails more often than allowed stops.</remarks>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        failures.MaxRestarts,
        Timeout.Infinite,
        cause =>
        {
            region.Failures.Add(cause);
            if (cause is ActorInitializationException)
            {
                region.Fail(cause);
                return Directive.Stop;
            }

            return Directive.Restart;
        },
        loggingEnabled: false);

    /// <inheritdoc/>
    protected override void PostStop() => ((LeanSupervisorRef)Self).StopWatchedChildren();
}
