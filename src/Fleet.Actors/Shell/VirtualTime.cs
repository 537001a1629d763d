using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>Extensions for actors in virtual time.</summary>
public static class VirtualTime
{
    /// <summary>The simulated world around an actor.</summary>
    /// <param name="context">The actor's context.</param>
    /// <exception cref="InvalidOperationException">The actor does not live in a simulated fleet.</exception>
    public static ISimWorld Fleet(this IActorContext context) => (context as SimActorCell)?.Reference.Family.World
        ?? throw new InvalidOperationException("This actor does not live in a simulated fleet.");

    /// <summary>Sends a message that arrives after a stated time.</summary>
    /// <param name="target">The receiver: an entity or an actor of the simulated world.</param>
    /// <param name="message">The message.</param>
    /// <param name="delay">After how long it arrives: at least the delay of the calling actor, if the target is not one of its relatives.</param>
    /// <exception cref="InvalidOperationException">The caller is no actor in virtual time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too short.</exception>
    public static void TellAfter(this IActorRef target, object message, SimTime delay)
    {
        switch (target)
        {
            case SimActorRef actor when SimActorCell.Running is { } sender:
                sender.Tell(actor, new Envelope(message, sender.Self), delay);
                break;
            case LeanActorRef entity when SimActorCell.Running is { } sender:
                sender.Tell(entity, entity.Handle, new Envelope(message, sender.Self), delay);
                break;
            case EndedActorRef ended when SimActorCell.Running is { } sender:
                sender.TellEnded(ended, delay);
                break;
            default:
                throw new InvalidOperationException("Only an actor in virtual time can state a delay, and only to an entity or actor in it.");
        }
    }
}
