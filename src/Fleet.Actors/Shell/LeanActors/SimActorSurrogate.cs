using Akka.Actor;
using Akka.Util;

namespace Fleet.Actors.Shell.LeanActors;

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

    /// <inheritdoc/>
    public ISurrogated FromSurrogate(ActorSystem system)
    {
        IActorRef top = ((ExtendedActorSystem)system).Provider.ResolveActorRef(Top);
        return top is SimActorRef actor ? actor.Descendant(RelativePath) : top;
    }
}
