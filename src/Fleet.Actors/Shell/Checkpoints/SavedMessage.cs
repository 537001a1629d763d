using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>A message object as Akka's serialization has written it.</summary>
/// <param name="Serializer">The identifier of the serializer.</param>
/// <param name="Manifest">The serializer's manifest.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record SavedMessage(int Serializer, string Manifest, byte[] Bytes)
{
    /// <summary>Writes one, or that there is none.</summary>
    public static void Write(CheckpointWriter writer, SavedMessage? message)
    {
        writer.Write(message is null ? 0 : 1);
        if (message is not null)
        {
            writer.Write(message.Serializer);
            writer.Write(message.Manifest);
            writer.WriteBlock<byte>(message.Bytes);
        }
    }

    /// <summary>Reads one.</summary>
    public static SavedMessage? Read(CheckpointReader reader) => reader.ReadCount() == 0
        ? null
        : new SavedMessage((int)reader.ReadLong(), reader.ReadText(), reader.ReadBlock<byte>());
}
