using Akka.Actor;
using Akka.Actor.Internal;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Restarts an entity that has failed, unless it was restarted too often; one that cannot be created ends the run. Users'
/// actors follow Akka's default strategy, with the same limit.
/// </summary>
/// <remarks>
/// Akka counts restarts in its own list of children, which a resumed run does not restore. The counts of the region and of a
/// user's actor are in the checkpoint, so those decide.
/// </remarks>
internal sealed class EntitySupervision(Region region, int maxRestarts)
    : OneForOneStrategy(int.MaxValue, Timeout.Infinite, DefaultDecider, loggingEnabled: false)
{
    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        long restarts = child is LeanActorRef entity ? region.RestartsOf(entity.Handle) : ((SimActorRef)child).Restarts.Count;
        bool again = restart && restarts < maxRestarts;
        if (again && child is SimActorRef actor)
        {
            actor.Restarts = actor.Restarts with { Count = actor.Restarts.Count + 1 };
        }

        try
        {
            base.ProcessFailure(context, again, child, cause, stats, children);
        }
        catch (Exception exception)
        {
            region.Fail(exception); // neither restarted nor stopped, it would miss its events
        }
    }

    protected override Directive Handle(IActorRef child, Exception cause)
    {
        region.NoteFailure(cause);
        if (cause is ActorInitializationException)
        {
            region.Fail(cause);
            return Directive.Stop;
        }

        return child is SimActorRef ? DefaultDecider.Decide(cause) : Directive.Restart;
    }
}
