using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// A region whose entities are actors: a supervisor decides about those that fail, messages from outside the simulation are
/// handled between two windows, and users' actors receive messages in virtual time.
/// </summary>
/// <param name="id">The region.</param>
/// <param name="queue">Which event queue to use.</param>
/// <param name="table">The entities' references.</param>
/// <param name="exchange">Synchronises it with the other regions.</param>
/// <param name="goesOn">Whether the run goes on without an entity that has stopped.</param>
internal abstract class ActorRegion(
    RegionId id, EventQueueKind queue, EntityTable table, RegionExchange exchange, bool goesOn = false)
    : Region(id, queue, table.Count, exchange, goesOn)
{
    private RegionDispatcher? _dispatcher;
    private IActorRef? _requester;
    private SimActorRef? _receiver;
    private (int Slot, SavedEnvelope Envelope)[] _savedEnvelopes = [];

    /// <summary>Whether users' actors live here, which start when the entities of all regions exist.</summary>
    public virtual bool HasActors => false;

    /// <summary>Assigns the region to its dispatcher; called on the dispatcher's thread.</summary>
    public void RunOn(RegionDispatcher dispatcher)
    {
        _dispatcher = dispatcher;
        Register();
    }

    /// <summary>Creates the actors of the entities that live here.</summary>
    public abstract void Populate(LeanSupervisorRef supervisor);

    /// <summary>Creates the users' actors that live here.</summary>
    public virtual void StartActors(LeanSupervisorRef supervisor)
    {
    }

    /// <summary>Creates the actor of an entity, at the beginning or after a failure.</summary>
    public abstract ActorBase CreateActor(EntityHandle entity);

    /// <summary>The counters of an entity.</summary>
    public abstract object SnapshotOf(EntityHandle entity);

    /// <summary>Lets the region run until an instant, and then answer the requester.</summary>
    /// <param name="bound">The instant.</param>
    /// <param name="requester">Receives <see cref="Advanced"/> or a failure.</param>
    /// <param name="uninterrupted">Whether the instant is reached even if the run has been cancelled.</param>
    public void Advance(SimTime bound, IActorRef requester, bool uninterrupted)
    {
        _requester = requester;
        Advance(bound, uninterrupted);
    }

    /// <summary>Delivers the message of an event to a user's actor.</summary>
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

    /// <summary>Writes the events to come, their messages and the counts, between two calls of <see cref="Advance"/>.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="codec">Writes messages and addresses.</param>
    public virtual void Save(CheckpointWriter writer, MessageCodec codec)
    {
        Save(writer);
        (int Slot, SavedEnvelope Envelope)[] envelopes = [.. Envelopes.All.Select(held => (held.Slot, SavedEnvelope.Of(held.Envelope, codec)))];
        writer.Write(envelopes.Length);
        foreach ((int slot, SavedEnvelope envelope) in envelopes)
        {
            writer.Write(slot);
            envelope.Write(writer);
        }
    }

    public override void Restore(CheckpointReader reader)
    {
        base.Restore(reader);
        _savedEnvelopes = [.. Enumerable.Range(0, reader.ReadCount()).Select(_ => (reader.ReadCount(), SavedEnvelope.Read(reader)))];
    }

    /// <summary>
    /// Restores the users' actors that live here, and the envelopes under way, if the run resumes from a checkpoint. The actors
    /// of all regions exist.
    /// </summary>
    /// <param name="codec">Reads messages and addresses.</param>
    /// <exception cref="CheckpointFormatException">An actor cannot be restored.</exception>
    public virtual void RestoreActors(MessageCodec codec)
    {
        foreach ((int slot, SavedEnvelope envelope) in _savedEnvelopes)
        {
            Envelopes.Put(slot, envelope.Open(codec));
        }

        Envelopes.FreeOthers();
        _savedEnvelopes = [];
    }

    protected override void OnReached(bool interrupted, Exception? failure)
    {
        IActorRef? requester = _requester;
        _requester = null;
        requester?.Tell(failure is null ? new Advanced(interrupted) : new Status.Failure(failure));
    }

    protected override void RunPending() => _dispatcher!.RunPending();

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

    protected override string NameOfActive(EntityHandle last) =>
        _receiver is { } receiver && (IsDelivering || last.Type == EntityTypes.Actor)
            ? receiver.Path.ToStringWithoutAddress()
            : table.NameOf(last);
}
