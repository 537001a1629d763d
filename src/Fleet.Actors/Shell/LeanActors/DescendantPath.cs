using System.Globalization;
using Akka.Actor;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The way from a user's actor at the top of its family to a descendant: names with '/' between them, and after the last
/// one '#' and the unique number, for a successor may have the same name. Empty for the actor at the top.
/// </summary>
internal static class DescendantPath
{
    // user, fleet, and the name of the actor.
    private const int DepthOfTop = 3;

    /// <summary>The way from the top of its family to an actor.</summary>
    public static string FromTop(ActorPath path)
    {
        string way = string.Join('/', path.Elements.Skip(DepthOfTop));
        return way.Length == 0 ? way : string.Create(CultureInfo.InvariantCulture, $"{way}#{path.Uid}");
    }

    /// <summary>The path of the actor at the top of the family that an actor is of.</summary>
    public static ActorPath TopOf(ActorPath path)
    {
        ActorPath top = path;
        for (int depth = path.Elements.Count; depth > DepthOfTop; depth--)
        {
            top = top.Parent;
        }

        return top;
    }

    /// <summary>The names on a way, the last with its number, as <see cref="LocalActorRef.GetSingleChild"/> takes them.</summary>
    public static string[] NamesOf(string way) => way.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path at the end of a way.</summary>
    /// <remarks>Akka's own division of paths drops the number.</remarks>
    public static ActorPath Below(ActorPath path, string way) => NamesOf(way).Aggregate(path, (parent, name) =>
        name.Split('#') is [string plain, string number]
            ? new ChildActorPath(parent, plain, long.Parse(number, CultureInfo.InvariantCulture))
            : parent / name);
}
