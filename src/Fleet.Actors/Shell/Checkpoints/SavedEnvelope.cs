using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.LeanActors;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>What the event of an envelope will bring.</summary>
internal enum EnvelopeKind
{
    /// <summary>Nothing: work that was cancelled, or somebody who has ended.</summary>
    Nothing,

    /// <summary>A message to a user's actor.</summary>
    ToActor,

    /// <summary>A message to a device, link or server.</summary>
    ToEntity,

    /// <summary>A message that an actor has scheduled.</summary>
    Scheduled,

    /// <summary>An actor's timer.</summary>
    Timer,
}

/// <summary>An envelope under way in a checkpoint. Its event holds when it arrives and its place in the order.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="To">The user's actor that it goes to, or that has scheduled it.</param>
/// <param name="Sender">Who answers go to.</param>
/// <param name="Receiver">Whom scheduled work tells.</param>
/// <param name="IntervalTicks">After how long scheduled work and timers come again; -1 for never.</param>
/// <param name="Key">The key of a timer.</param>
/// <param name="Message">The message.</param>
internal sealed record SavedEnvelope(
    EnvelopeKind Kind,
    SavedAddress To = default,
    SavedAddress Sender = default,
    SavedAddress Receiver = default,
    long IntervalTicks = -1,
    SavedMessage? Key = null,
    SavedMessage? Message = null)
{
    private const string UnderWay = "a message under way";
    private const string Booked = "a scheduled message";

    private TimeSpan? Interval => IntervalTicks < 0 ? null : new TimeSpan(IntervalTicks);

    /// <summary>Makes a saved envelope of one under way.</summary>
    /// <exception cref="CheckpointUnsupportedException">It cannot be saved.</exception>
    public static SavedEnvelope Of(in SimEnvelope envelope, MessageCodec codec)
    {
        var sender = (IActorRef?)envelope.Sender;
        if (envelope.Receiver is not SimActorRef to)
        {
            string asker = sender is null ? "an actor" : MessageCodec.NameOf(sender);
            return new SavedEnvelope(EnvelopeKind.ToEntity, Sender: MessageCodec.AddressOf(sender, asker), Message: codec.Pack(envelope.Message, asker, UnderWay));
        }

        string owner = MessageCodec.NameOf(to);
        if (envelope.Message is ScheduledWork work)
        {
            return OfWork(to, work, owner, codec);
        }

        return IsEndedChild(to, codec)
            ? Nothing(to, codec)
            : new SavedEnvelope(EnvelopeKind.ToActor, MessageCodec.AddressOf(to, owner), MessageCodec.AddressOf(sender, owner), Message: codec.Pack(envelope.Message, owner, UnderWay));
    }

    /// <summary>Makes the envelope again; all actors are there.</summary>
    public SimEnvelope Open(MessageCodec codec)
    {
        if (Kind == EnvelopeKind.ToEntity)
        {
            return new SimEnvelope(null, codec.Unpack(Message!), codec.Unpack(Sender));
        }

        SimActorRef to = codec.TryFindActor(To, out SimActorRef? actor)
            ? actor
            : throw new CheckpointFormatException($"The checkpoint has {Kind} for {codec.Top(To).Path.Name}/{To.Path}, which was not made again.");
        return Kind switch
        {
            EnvelopeKind.Nothing => new SimEnvelope(to, ScheduledWork.Cancelled, null),
            EnvelopeKind.ToActor => new SimEnvelope(to, codec.Unpack(Message!), codec.Unpack(Sender)),
            EnvelopeKind.Timer => new SimEnvelope(to, to.RestartTimer(codec.Unpack(Key!), codec.Unpack(Message!), Interval), null),
            _ => new SimEnvelope(to, new ScheduledWork(codec.Unpack(Receiver) ?? ActorRefs.Nobody, codec.Unpack(Message!), codec.Unpack(Sender), Interval, null), null),
        };
    }

    /// <summary>Writes it.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Write((long)Kind);
        To.Write(writer);
        Sender.Write(writer);
        Receiver.Write(writer);
        writer.Write(IntervalTicks);
        SavedMessage.Write(writer, Key);
        SavedMessage.Write(writer, Message);
    }

    /// <summary>Reads one.</summary>
    public static SavedEnvelope Read(CheckpointReader reader) => new(
        (EnvelopeKind)reader.ReadLong(),
        SavedAddress.Read(reader),
        SavedAddress.Read(reader),
        SavedAddress.Read(reader),
        reader.ReadLong(),
        SavedMessage.Read(reader),
        SavedMessage.Read(reader));

    private static SavedEnvelope OfWork(SimActorRef to, ScheduledWork work, string owner, MessageCodec codec)
    {
        if (work.IsCancelled || (to.Cell.IsTerminated && work.Message is ReceiveTimeout))
        {
            return Nothing(to, codec);
        }

        long interval = work.Interval?.Ticks ?? -1;
        if (AkkaTimers.IsTimer(work.Message))
        {
            const string Timer = "a timer";
            return new SavedEnvelope(
                EnvelopeKind.Timer,
                MessageCodec.AddressOf(to, owner),
                IntervalTicks: interval,
                Key: codec.Pack(AkkaTimers.KeyOf(work.Message), owner, $"{Timer} with a key"),
                Message: codec.Pack(AkkaTimers.MessageOf(work.Message), owner, $"{Timer} with a message"));
        }

        IActorRef receiver = CheckedReceiver(work, owner);
        if (IsEndedChild(to, codec))
        {
            // Its parent's family goes on with what it has scheduled among them; others it can tell nothing any more.
            bool amongRelatives = receiver is SimActorRef relative && relative.IsRelativeOf(to);
            if (!amongRelatives && work.Interval is null)
            {
                return Nothing(to, codec);
            }

            to = amongRelatives ? codec.Top(to) : throw new CheckpointUnsupportedException(owner, "has ended, but what it had scheduled to be told again and again goes on");
        }

        return new SavedEnvelope(
            EnvelopeKind.Scheduled,
            MessageCodec.AddressOf(to, owner),
            MessageCodec.AddressOf(work.Sender, owner),
            MessageCodec.AddressOf(receiver, owner),
            interval,
            Message: codec.Pack(work.Message, owner, Booked));
    }

    private static IActorRef CheckedReceiver(ScheduledWork work, string owner)
    {
        string? problem = work.Receiver is null ? "has scheduled an action, which is code and cannot be saved; schedule a message"
            : work.IsCancelable ? $"can cancel a scheduled message of type {work.Message.GetType()}, and its handle for that cannot be saved; use a timer of IWithTimers"
            : work.Receiver is not IActorRef ? "has scheduled a message to an actor selection, which cannot be saved; schedule it to an address"
            : null;
        return problem is null ? (IActorRef)work.Receiver! : throw new CheckpointUnsupportedException(owner, problem);
    }

    private static bool IsEndedChild(SimActorRef actor, MessageCodec codec) => actor.Cell.IsTerminated && !ReferenceEquals(actor, codec.Top(actor));

    private static SavedEnvelope Nothing(SimActorRef to, MessageCodec codec) =>
        new(EnvelopeKind.Nothing, new SavedAddress(AddressKind.Actor, codec.Top(to).Family.Handle));
}
