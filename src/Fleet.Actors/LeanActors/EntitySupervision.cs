using Akka.Actor;
using Akka.Actor.Internal;
using Fleet.Actors.Time;

namespace Fleet.Actors.LeanActors;

/// <summary>
/// Restarts an entity that has failed, unless it was restarted too often; one that cannot even be made ends the run. A
/// user's actor is treated by Akka's usual rules, with the same limit.
/// </summary>
/// <remarks>
/// Akka counts restarts in its own list of children, which begins anew when a run goes on from a checkpoint. The region's
/// count is in the checkpoint, so that is the one that decides for entities.
/// </remarks>
internal sealed class EntitySupervision(Region region, int maxRestarts)
    : OneForOneStrategy(int.MaxValue, Timeout.Infinite, DefaultDecider, loggingEnabled: false)
{
    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        long restarts = child is LeanActorRef entity ? region.RestartsOf(entity.Handle) : stats.MaxNrOfRetriesCount;
        base.ProcessFailure(context, restart && restarts < maxRestarts, child, cause, stats, children);
    }

    /// <inheritdoc/>
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
