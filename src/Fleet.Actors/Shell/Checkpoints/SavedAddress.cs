using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>The address of an actor of the simulated world, or of none, in a checkpoint.</summary>
/// <param name="Kind">What kind of address it is.</param>
/// <param name="Entity">The entity, or the top actor of the family.</param>
/// <param name="Path">The relative path from that actor to its descendant, with '/' between names and its unique number after '#'; empty for itself.</param>
internal readonly record struct SavedAddress(AddressKind Kind, EntityHandle Entity = default, string Path = "")
{
    /// <summary>Writes it.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Write((long)Kind);
        writer.WriteStruct(Entity);
        writer.Write(Path ?? ""); // that of the default struct
    }

    /// <summary>Reads one.</summary>
    public static SavedAddress Read(CheckpointReader reader) =>
        new((AddressKind)reader.ReadLong(), reader.ReadStruct<EntityHandle>(), reader.ReadText());
}

/// <summary>Whom an address means.</summary>
internal enum AddressKind
{
    /// <summary>No actor.</summary>
    Nobody,

    /// <summary>Akka's dead letters.</summary>
    DeadLetters,

    /// <summary>A device, link, server or the adversary.</summary>
    Entity,

    /// <summary>A user's actor or a descendant of one.</summary>
    Actor,
}
