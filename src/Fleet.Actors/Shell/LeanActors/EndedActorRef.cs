using Akka.Actor;
using Akka.Util;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The address of a user's actor that had ended when a checkpoint was taken, in what the checkpoint brings back. What it
/// is told is lost, but takes the place among the events that it takes in the unbroken run.
/// </summary>
/// <param name="family">The family it was of.</param>
/// <param name="path">Its path.</param>
/// <param name="system">The actor system.</param>
internal sealed class EndedActorRef(SimActorFamily family, ActorPath path, ExtendedActorSystem system)
    : EmptyLocalActorRef(system.Provider, path, system.EventStream)
{
    /// <summary>The family it was of.</summary>
    public SimActorFamily Family => family;

    /// <summary>The <see cref="DescendantPath">way</see> to it from the actor at the top.</summary>
    public string RelativePath => DescendantPath.FromTop(Path);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => SimActorSurrogate.Of(this);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        if (SimActorCell.Running is { } actor)
        {
            actor.TellEnded(this);
        }
        else
        {
            base.TellInternal(message, sender);
        }
    }
}
