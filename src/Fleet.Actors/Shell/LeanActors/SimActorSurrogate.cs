using Akka.Actor;
using Akka.Util;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Stands for the address of a user's actor in a message that Akka's serialization writes. Akka's own stand-in leads to
/// whoever has the name; this one tells actors of one name apart, and those that have ended from nobody.
/// </summary>
/// <param name="Top">The path of the actor at the top of its family.</param>
/// <param name="Way">The <see cref="DescendantPath">way</see> from there.</param>
internal sealed record SimActorSurrogate(string Top, string Way) : ISurrogate
{
    /// <summary>Stands for an address.</summary>
    public static SimActorSurrogate Of(IActorRef actor) =>
        new(DescendantPath.TopOf(actor.Path).ToStringWithAddress(), DescendantPath.FromTop(actor.Path));

    /// <inheritdoc/>
    public ISurrogated FromSurrogate(ActorSystem system)
    {
        IActorRef top = ((ExtendedActorSystem)system).Provider.ResolveActorRef(Top);
        return top is SimActorRef actor ? actor.Descendant(Way) : top;
    }
}
