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
/// <param name="ReceiveTimeoutTicks">Its receive time-out; -1 for none.</param>
/// <param name="Watched">Whom it watches, and what it wants to be told.</param>
/// <param name="Stash">The messages put aside, with their senders.</param>
/// <param name="Children">Its children, by name.</param>
internal sealed record SavedActor(
    string Name,
    long Uid,
    bool HasEnded,
    string Type,
    byte[] State,
    RestartWindow Restarts,
    long ReceiveTimeoutTicks,
    IReadOnlyList<(SavedAddress Address, SavedMessage? Message)> Watched,
    IReadOnlyList<(SavedAddress Address, SavedMessage? Message)> Stash,
    IReadOnlyList<SavedActor> Children)
{
    /// <summary>Saves an actor; on the thread it lives on, between two windows.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="codec">Writes messages and addresses.</param>
    /// <exception cref="CheckpointUnsupportedException">Something of it cannot be saved.</exception>
    public static SavedActor Of(VirtualActorRef actor, MessageCodec codec)
    {
        string name = MessageCodec.NameOf(actor);
        VirtualActorCell cell = actor.VirtualCell;
        if (cell.IsTerminated)
        {
            return new SavedActor(actor.Path.Name, actor.Path.Uid, HasEnded: true, "", [], default, -1, [], [], []);
        }

        ISavedActor savable = CheckedSavable(actor, name);
        return new SavedActor(
            actor.Path.Name,
            actor.Path.Uid,
            HasEnded: false,
            savable.GetType().FullName!,
            StateOf(actor, savable, name),
            actor.Restarts,
            cell.ReceiveTimeout?.Ticks ?? -1,
            [.. cell.Watched
                .Select(watched => (MessageCodec.AddressOf(watched.Key, name), watched.Value is null ? null : codec.Pack(watched.Value, name, "a message for the end of another actor")))
                .OrderBy(watched => watched.Item1.Entity.Packed).ThenBy(watched => watched.Item1.Path, StringComparer.Ordinal)],
            [.. StashOf(cell).Select(envelope => (MessageCodec.AddressOf(envelope.Sender, name), (SavedMessage?)codec.Pack(envelope.Message, name, "a message in its stash")))],
            [.. cell.GetChildren().OfType<VirtualActorRef>().OrderBy(child => child.Path.Name, StringComparer.Ordinal).Select(child => Of(child, codec))]);
    }

    /// <summary>Puts messages into an actor's stash.</summary>
    public static void PutAside(VirtualActorCell cell, IReadOnlyList<Envelope> envelopes)
    {
        if (cell.Instance is not IActorStash { Stash: { } stash })
        {
            return;
        }

        // One by one: several at once are taken for one if they are equal.
        stash.ClearStash();
        foreach (Envelope envelope in envelopes.Reverse())
        {
            stash.Prepend([envelope]);
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Write(Name);
        writer.Write(Type);
        writer.WriteBlock<long>([Uid, HasEnded ? 1 : 0, Restarts.Count, Restarts.Began?.Nanoseconds ?? -1, ReceiveTimeoutTicks]);
        writer.WriteBlock<byte>(State);
        Write(writer, Watched);
        Write(writer, Stash);
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
        long[] numbers = new long[5];
        reader.ReadBlock(numbers.AsSpan());
        return new SavedActor(
            name,
            numbers[0],
            numbers[1] != 0,
            type,
            reader.ReadBlock<byte>(),
            new RestartWindow((uint)numbers[2], numbers[3] < 0 ? null : new SimTime(numbers[3])),
            numbers[4],
            ReadMessages(reader),
            ReadMessages(reader),
            [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => Read(reader))]);
    }

    private static ISavedActor CheckedSavable(VirtualActorRef actor, string name)
    {
        if (actor.Path.Name.StartsWith('$'))
        {
            throw new CheckpointUnsupportedException(name, "has no name of its own, by which it could be found again; give it one in ActorOf");
        }

        if (actor.VirtualCell.Instance is not ISavedActor savable)
        {
            throw new CheckpointUnsupportedException(name, $"is a {actor.VirtualCell.Instance?.GetType()}, which does not implement {nameof(ISavedActor)}");
        }

        return savable.RestoresBehavior || !actor.VirtualCell.HasOtherBehavior
            ? savable
            : throw new CheckpointUnsupportedException(name, $"has changed its behaviour by Become, and its {nameof(ISavedActor.RestoresBehavior)} does not say that {nameof(ISavedActor.RestoreState)} brings it back");
    }

    private static byte[] StateOf(VirtualActorRef actor, ISavedActor savable, string name)
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

    private static Envelope[] StashOf(VirtualActorCell cell)
    {
        Envelope[] envelopes = cell.Instance is IActorStash { Stash: { } stash } ? [.. stash.ClearStash()] : [];
        PutAside(cell, envelopes);
        return envelopes;
    }

    private static void Write(CheckpointWriter writer, IReadOnlyList<(SavedAddress Address, SavedMessage? Message)> messages)
    {
        writer.Write(messages.Count);
        foreach ((SavedAddress address, SavedMessage? message) in messages)
        {
            address.Write(writer);
            SavedMessage.Write(writer, message);
        }
    }

    private static (SavedAddress, SavedMessage?)[] ReadMessages(CheckpointReader reader) =>
        [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => (SavedAddress.Read(reader), SavedMessage.Read(reader)))];
}
