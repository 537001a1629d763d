using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>A user's actor at the top with all its descendants, and what they share, in a checkpoint.</summary>
/// <param name="Actor">The actor at the top.</param>
/// <param name="Source">Their place in the order of events.</param>
/// <param name="Descendants">How many descendants they have had.</param>
internal sealed record SavedFamily(SavedActor Actor, EventSource Source, long Descendants)
{
    /// <summary>Saves an actor and its descendants.</summary>
    /// <exception cref="CheckpointUnsupportedException">Something of them cannot be saved.</exception>
    public static SavedFamily Of(SimActorRef actor) =>
        new(SavedActor.Of(actor), actor.Family.Source, actor.Family.Descendants);

    /// <summary>Writes them.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Section("actor");
        Actor.Write(writer);
        writer.WriteStruct(Source);
        writer.Write(Descendants);
    }

    /// <summary>Reads one family.</summary>
    public static SavedFamily Read(CheckpointReader reader)
    {
        reader.Section("actor");
        return new SavedFamily(SavedActor.Read(reader), reader.ReadStruct<EventSource>(), reader.ReadLong());
    }
}
