using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell;

/// <summary>What an actor in virtual time can do beyond plain Akka.</summary>
public static class VirtualTime
{
    /// <summary>The simulated world around an actor.</summary>
    /// <param name="context">The actor's context.</param>
    /// <exception cref="InvalidOperationException">The actor does not live in a simulated fleet.</exception>
    public static ISimWorld Fleet(this IActorContext context) => (context as SimActorCell)?.Reference.Family.World
        ?? throw new InvalidOperationException("This actor does not live in a simulated fleet.");

    /// <summary>Tells somebody something that arrives after a stated time.</summary>
    /// <param name="target">Whom: an entity or an actor of the simulated world.</param>
    /// <param name="message">What.</param>
    /// <param name="delay">After how long it arrives: at least the delay of the calling actor, if the target is not one of its relatives.</param>
    /// <exception cref="InvalidOperationException">Called by other code than that of an actor in virtual time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too short.</exception>
    public static void TellAfter(this IActorRef target, object message, SimTime delay)
    {
        if (SimActorCell.Running is not { } sender || target is not (SimActorRef or LeanActorRef or EndedActorRef))
        {
            throw new InvalidOperationException("Only an actor in virtual time can state a delay, and only to somebody in it.");
        }

        if (target is EndedActorRef ended)
        {
            sender.TellEnded(ended, delay);
            return;
        }

        sender.Tell(target, new Envelope(message, sender.Self), delay);
    }
}
