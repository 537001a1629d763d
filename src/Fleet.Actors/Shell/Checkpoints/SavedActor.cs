using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>A user's actor in a checkpoint, with its descendants.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">The unique number of its path.</param>
/// <param name="HasEnded">Whether it has ended, so that the rest is empty.</param>
/// <param name="Type">Its type.</param>
/// <param name="State">What it gave as its state.</param>
/// <param name="Restarts">How often its supervisor has restarted it.</param>
/// <param name="Children">Its children, by name.</param>
internal sealed record SavedActor(
    string Name,
    long Uid,
    bool HasEnded,
    string Type,
    byte[] State,
    RestartWindow Restarts,
    IReadOnlyList<SavedActor> Children)
{
    /// <summary>Why actors of a type cannot be saved, as the rest of a sentence that begins with a name; null if they can.</summary>
    public static string? ProblemOf(Type type) =>
        !typeof(ISavedActor).IsAssignableFrom(type) ? $"is a {type}, which does not implement {nameof(ISavedActor)}"
        : typeof(IActorStash).IsAssignableFrom(type) ? $"is a {type}, which has a stash"
        : null;

    /// <summary>Saves an actor; on the thread it lives on, between two windows.</summary>
    /// <param name="actor">The actor.</param>
    /// <exception cref="CheckpointUnsupportedException">Something of it cannot be saved.</exception>
    public static SavedActor Of(SimActorRef actor)
    {
        string name = MessageCodec.NameOf(actor);
        SimActorCell cell = actor.SimCell;
        if (cell.IsTerminated)
        {
            return new SavedActor(actor.Path.Name, actor.Path.Uid, HasEnded: true, "", [], default, []);
        }

        ISavedActor savable = CheckedSavable(actor, name);
        return new SavedActor(
            actor.Path.Name,
            actor.Path.Uid,
            HasEnded: false,
            savable.GetType().FullName!,
            StateOf(actor, savable, name),
            actor.Restarts,
            [.. cell.GetChildren().OfType<SimActorRef>().OrderBy(child => child.Path.Name, StringComparer.Ordinal).Select(child => Of(child))]);
    }

    /// <summary>Writes it.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Write(Name);
        writer.Write(Type);
        writer.WriteBlock<long>([Uid, HasEnded ? 1 : 0, Restarts.Count, Restarts.Began?.Nanoseconds ?? -1]);
        writer.WriteBlock<byte>(State);
        writer.Write(Children.Count);
        foreach (SavedActor child in Children)
        {
            child.Write(writer);
        }
    }

    /// <summary>Reads one.</summary>
    public static SavedActor Read(CheckpointReader reader)
    {
        string name = reader.ReadText();
        string type = reader.ReadText();
        long[] numbers = new long[4];
        reader.ReadBlock(numbers.AsSpan());
        return new SavedActor(
            name,
            numbers[0],
            numbers[1] != 0,
            type,
            reader.ReadBlock<byte>(),
            new RestartWindow((uint)numbers[2], numbers[3] < 0 ? null : new SimTime(numbers[3])),
            [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => Read(reader))]);
    }

    private static ISavedActor CheckedSavable(SimActorRef actor, string name)
    {
        SimActorCell cell = actor.SimCell;
        string? problem = actor.Path.Name.StartsWith('$') ? "has no name of its own, by which it could be found again; give it one in ActorOf"
            : ProblemOf(cell.Instance!.GetType()) ?? (cell.Unsaved is { } used ? $"has called {used}, and a checkpoint does not hold what that sets up" : null);
        return problem is null ? (ISavedActor)cell.Instance! : throw new CheckpointUnsupportedException(name, problem);
    }

    private static byte[] StateOf(SimActorRef actor, ISavedActor savable, string name)
    {
        try
        {
            return actor.SaveState(savable);
        }
        catch (Exception exception)
        {
            throw new CheckpointUnsupportedException(name, $"cannot give its state: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
