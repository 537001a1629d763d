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

    public override ISurrogate ToSurrogate(ActorSystem system) => SimActorSurrogate.Of(this);

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

/// <summary>
/// The surrogate of a user's actor in a serialized message. Akka's own surrogate resolves to the current actor of the name;
/// this one distinguishes actors of the same name, and those that have stopped.
/// </summary>
/// <param name="Top">The path of the top actor of its family.</param>
/// <param name="RelativePath">The <see cref="DescendantPath">relative path</see> from there.</param>
internal sealed record SimActorSurrogate(string Top, string RelativePath) : ISurrogate
{
    /// <summary>The surrogate of an actor.</summary>
    public static SimActorSurrogate Of(IActorRef actor) =>
        new(DescendantPath.TopOf(actor.Path).ToStringWithAddress(), DescendantPath.FromTop(actor.Path));

    public ISurrogated FromSurrogate(ActorSystem system)
    {
        IActorRef top = ((ExtendedActorSystem)system).Provider.ResolveActorRef(Top);
        return top is SimActorRef actor ? actor.Descendant(RelativePath) : top;
    }
}
