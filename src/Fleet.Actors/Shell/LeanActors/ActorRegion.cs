using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// A region whose entities are actors: a supervisor decides about those that fail, questions from outside are answered between
/// two windows, and users' actors receive messages in virtual time.
/// </summary>
/// <param name="id">The region.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="table">The entities' references.</param>
/// <param name="exchange">Where it meets the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract class ActorRegion(
    RegionId id, EventQueueKind queue, EntityTable table, RegionExchange exchange, bool goesOn = false)
    : Region(id, queue, table.Count, exchange, goesOn)
{
    private RegionDispatcher? _dispatcher;
    private IActorRef? _requester;
    private SimActorRef? _receiver;
    private (int Place, SavedEnvelope Envelope)[] _savedEnvelopes = [];

    /// <summary>Whether users' actors live here, which begin when the entities of all regions are there.</summary>
    public virtual bool HasActors => false;

    /// <summary>The region's own dispatcher takes it under its thread.</summary>
    public void RunOn(RegionDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        Register();
    }

    /// <summary>Makes the actors of the entities that live here.</summary>
    public abstract void Populate(LeanSupervisorRef supervisor);

    /// <summary>Makes the users' actors that live here.</summary>
    public virtual void StartActors(LeanSupervisorRef supervisor)
    {
    }

    /// <summary>Makes the actor of an entity, the first one or one after a failure.</summary>
    public abstract EntityActor CreateActor(EntityHandle entity);

    /// <summary>What an entity tells those who ask.</summary>
    public abstract object SnapshotOf(EntityHandle entity);

    /// <summary>Checks that an entity understands what a user's actor wants to tell it.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public virtual void CheckMessage(EntityHandle entity, object message) =>
        throw new ArgumentException($"{entity} understands no messages, and so not {message.GetType().Name}.", nameof(message));

    /// <summary>Lets the region run until an instant, and then tell who asked.</summary>
    /// <param name="bound">The instant.</param>
    /// <param name="requester">Who asked.</param>
    /// <param name="uninterrupted">Whether the instant is reached even if the run has been cancelled.</param>
    public void Advance(SimTime bound, IActorRef requester, bool uninterrupted)
    {
        _requester = requester;
        Advance(bound, uninterrupted);
    }

    /// <summary>Hands a user's actor the message that an event brings.</summary>
    public void Deliver(in SimEvent item)
    {
        SimEnvelope envelope = Open(item);
        var receiver = (SimActorRef)envelope.Receiver!;
        _receiver = receiver;
        IsDelivering = true;
        if (envelope.Message is ScheduledWork work)
        {
            receiver.Run(work);
        }
        else
        {
            receiver.Receive(envelope);
        }

        IsDelivering = false;
    }

    /// <summary>Writes all that is to come and what was counted, between two calls of <see cref="Advance"/>.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="codec">Writes messages and addresses.</param>
    public virtual void Save(CheckpointWriter writer, MessageCodec codec)
    {
        Save(writer);
        (int Place, SavedEnvelope Envelope)[] envelopes = [.. Envelopes.All.Select(held => (held.Place, SavedEnvelope.Of(held.Envelope, codec)))];
        writer.Write(envelopes.Length);
        foreach ((int place, SavedEnvelope envelope) in envelopes)
        {
            writer.Write(place);
            envelope.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override void Restore(CheckpointReader reader)
    {
        base.Restore(reader);
        _savedEnvelopes = [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => (reader.ReadCount(), SavedEnvelope.Read(reader)))];
    }

    /// <summary>
    /// Brings the users' actors that live here, and the envelopes under way, to where a checkpoint has them, if the run goes on
    /// from one. The actors of all regions have been made.
    /// </summary>
    /// <param name="codec">Reads messages and addresses.</param>
    /// <exception cref="CheckpointFormatException">An actor does not come back as it was.</exception>
    public virtual void RestoreActors(MessageCodec codec)
    {
        foreach ((int place, SavedEnvelope envelope) in _savedEnvelopes)
        {
            Envelopes.Put(place, envelope.Open(codec));
        }

        Envelopes.FreeOthers();
        _savedEnvelopes = [];
    }

    /// <inheritdoc/>
    protected override void OnReached(bool interrupted, Exception? failure)
    {
        IActorRef? requester = _requester;
        _requester = null;
        requester?.Tell(failure is null ? new Advanced(interrupted) : new Status.Failure(failure));
    }

    /// <inheritdoc/>
    protected override void RunPending() => _dispatcher!.RunPending();

    /// <inheritdoc/>
    protected override void RunOnThisThread(Action action) => _dispatcher!.RunOnThisThread(action);

    /// <inheritdoc/>
    /// <remarks>
    /// The actor throws the exception when it receives it, and its supervisor decides. All of them run on this thread, so the
    /// entity has been restarted, or stopped, before the next event.
    /// </remarks>
    protected override void Supervise(EntityHandle entity, Exception cause)
    {
        table[entity].Tell(new EntityFailure(cause), ActorRefs.NoSender);
        RunPending();
    }

    /// <inheritdoc/>
    protected override string NameOfActive(EntityHandle last) =>
        _receiver is { } receiver && (IsDelivering || last.Type == EntityTypes.Actor)
            ? receiver.Path.ToStringWithoutAddress()
            : table.NameOf(last);
}
