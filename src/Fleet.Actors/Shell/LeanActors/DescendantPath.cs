using System.Globalization;
using Akka.Actor;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The relative path from the top actor of a family to a descendant: names with '/' between them, and after the last one '#'
/// and the unique number, for a later actor may have the same name. Empty for the top actor.
/// </summary>
internal static class DescendantPath
{
    // user, fleet, and the name of the actor.
    private const int DepthOfTop = 3;

    /// <summary>The relative path from the top of its family to an actor.</summary>
    public static string FromTop(ActorPath path)
    {
        string relative = string.Join('/', path.Elements.Skip(DepthOfTop));
        return relative.Length == 0 ? relative : string.Create(CultureInfo.InvariantCulture, $"{relative}#{path.Uid}");
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

    /// <summary>The names of a relative path, the last with its number, as <see cref="LocalActorRef.GetSingleChild"/> takes them.</summary>
    public static string[] NamesOf(string relative) => relative.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path of a descendant.</summary>
    /// <remarks>Akka's own path operator drops the number.</remarks>
    public static ActorPath Below(ActorPath path, string relative) => NamesOf(relative).Aggregate(path, (parent, name) =>
        name.Split('#') is [string plain, string number]
            ? new ChildActorPath(parent, plain, long.Parse(number, CultureInfo.InvariantCulture))
            : parent / name);
}
