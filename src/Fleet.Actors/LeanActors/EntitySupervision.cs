using Akka.Actor;
using Akka.Actor.Internal;
using Fleet.Actors.Time;

namespace Fleet.Actors.LeanActors;

/// <summary>Restarts an entity that has failed, unless it was restarted too often; one that cannot even be made ends the run.</summary>
/// <remarks>
/// Akka counts restarts in its own list of children, which begins anew when a run goes on from a checkpoint. The region's
/// count is in the checkpoint, so that is the one that decides.
/// </remarks>
internal sealed class EntitySupervision(Region region, int maxRestarts) : OneForOneStrategy(
    int.MaxValue,
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
    loggingEnabled: false)
{
    /// <inheritdoc/>
    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children) =>
        base.ProcessFailure(
            context, restart && region.RestartsOf(((LeanActorRef)child).Handle) < maxRestarts, child, cause, stats, children);
}
