using Akka.Actor;
using Akka.Util;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The reference of a user's actor that had stopped when a checkpoint was taken. Messages to it are lost, but take the same
/// positions in the order of events as in the uninterrupted run.
/// </summary>
/// <param name="family">Its family.</param>
/// <param name="path">Its path.</param>
/// <param name="system">The actor system.</param>
internal sealed class EndedActorRef(SimActorFamily family, ActorPath path, ExtendedActorSystem system)
    : EmptyLocalActorRef(system.Provider, path, system.EventStream)
{
    /// <summary>Its family.</summary>
    public SimActorFamily Family => family;

    /// <summary>Its <see cref="DescendantPath">relative path</see> from the top actor.</summary>
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
