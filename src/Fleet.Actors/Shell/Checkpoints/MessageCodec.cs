using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Serialization;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>
/// Turns message objects and addresses into what a checkpoint holds, and back. Messages go through Akka's own
/// serialization, so whatever a program has configured for its types is used here too.
/// </summary>
/// <remarks>
/// A serializer that loses something does so without a word: the default one, JSON, drops private fields. So what was
/// written is read at once and compared with the original, field by field.
/// </remarks>
/// <param name="system">The actor system of the fleet.</param>
/// <param name="table">The references of its entities.</param>
internal sealed class MessageCodec(ActorSystem system, EntityTable table)
{
    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)system;

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="owner">The actor that is named if it cannot be saved.</param>
    /// <param name="what">What the message is to that actor, such as "a message under way to it".</param>
    /// <exception cref="CheckpointUnsupportedException">It cannot be saved, or would not come back as it was.</exception>
    public SavedMessage Pack(object message, string owner, string what)
    {
        string? loss;
        Exception? cause = null;
        try
        {
            object held = TypedValue.Hold(message);
            Serializer serializer = _system.Serialization.FindSerializerFor(held);
            var saved = new SavedMessage(serializer.Identifier, Serialization.ManifestFor(serializer, held), _system.Serialization.Serialize(held));
            loss = serializer is FleetMessageSerializer ? null : MessageComparison.Difference(message, Read(saved), IsInWorld);
            if (loss is null)
            {
                return saved;
            }
        }
        catch (Exception exception)
        {
            loss = ReasonOf(exception);
            cause = exception;
        }

        throw new CheckpointUnsupportedException(owner, $"has {what}, of type {message.GetType()}, that cannot be saved: {loss}", cause);
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="CheckpointFormatException">It is none that an actor of this fleet could have sent.</exception>
    public object Unpack(SavedMessage saved)
    {
        try
        {
            return Read(saved);
        }
        catch (Exception exception)
        {
            throw new CheckpointFormatException($"The checkpoint holds a message that this fleet cannot have: {ReasonOf(exception)}.", exception);
        }
    }

    // JSON writes the types into the bytes, where MessageTypes looks at them. A manifest would be looked up by Akka.
    private object Read(SavedMessage saved) => saved.Manifest.Length == 0 || saved.Serializer == FleetMessageSerializer.Number
        ? TypedValue.Release(_system.Serialization.Deserialize(saved.Bytes, saved.Serializer, saved.Manifest))
        : throw new MessageTypeException(saved.Manifest);

    // What reads JSON says where in it something went wrong, not what.
    private static string ReasonOf(Exception exception) => exception.GetBaseException().Message.TrimEnd('.');

    /// <summary>Writes an address.</summary>
    /// <exception cref="CheckpointUnsupportedException">It is of somebody outside the simulated world.</exception>
    public static SavedAddress AddressOf(IActorRef? address, string owner) => address switch
    {
        null => new SavedAddress(AddressKind.Nobody),
        _ when address.IsNobody() => new SavedAddress(AddressKind.Nobody),
        LeanActorRef entity => new SavedAddress(AddressKind.Entity, entity.Handle),
        SimActorRef actor => new SavedAddress(AddressKind.Actor, actor.Family.Handle, actor.RelativePath),
        EndedActorRef ended => new SavedAddress(AddressKind.Actor, ended.Family.Handle, ended.RelativePath),
        EmptyLocalActorRef or DeadLetterActorRef => new SavedAddress(AddressKind.DeadLetters),
        _ => throw new CheckpointUnsupportedException(owner, $"talks with {address.Path.ToStringWithoutAddress()}, outside the simulated world, where nobody waits for it after the run went on"),
    };

    /// <summary>Finds whom an address means; null for nobody.</summary>
    public IActorRef? Unpack(in SavedAddress address) => address.Kind switch
    {
        AddressKind.Nobody => null,
        AddressKind.DeadLetters => _system.DeadLetters,
        AddressKind.Entity => table[address.Entity],
        _ => Top(address).Descendant(address.Path),
    };

    /// <summary>Finds the user's actor that an address means, unless it has ended.</summary>
    public bool TryFindActor(in SavedAddress address, [NotNullWhen(true)] out SimActorRef? actor)
    {
        actor = Top(address).Descendant(address.Path) as SimActorRef;
        return actor is not null;
    }

    /// <summary>The user's actor at the top of those that an address is one of.</summary>
    public SimActorRef Top(in SavedAddress address) => table.Actors[address.Entity.Index];

    /// <summary>The user's actor at the top of a family.</summary>
    public SimActorRef Top(SimActorRef actor) => table.Actors[actor.Family.Handle.Index];

    /// <summary>How messages name an actor: its path below the fleet.</summary>
    public static string NameOf(IActorRef actor) => string.Join('/', actor.Path.Elements.Skip(2));

    private static bool IsInWorld(IActorRef address) =>
        address is LeanActorRef or SimActorRef or EmptyLocalActorRef or DeadLetterActorRef || address.IsNobody();
}
