using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Util;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The reference of a user's actor in virtual time. The actor is created by its own Props; what differs from Akka's own local
/// reference is how messages are delivered and children created, see <see cref="SimActorCell"/>.
/// </summary>
internal sealed class SimActorRef : LocalActorRef
{
    /// <summary>Makes the reference and its cell; <see cref="LocalActorRef.Start"/> makes the actor.</summary>
    public SimActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor, ActorPath path, SimActorFamily family)
        : base(system, SimActorSupervision.In(props), dispatcher, new UnboundedDequeBasedMailbox(system.Settings, Config.Empty), supervisor, path) => Family = family;

    /// <summary>Its ancestors and descendants.</summary>
    public SimActorFamily Family { get; }

    /// <summary>Its <see cref="DescendantPath">relative path</see> from the top actor.</summary>
    public string RelativePath => DescendantPath.FromTop(Path);

    /// <summary>Whether it has failed and not been created again since.</summary>
    public bool HasFailed { get; set; }

    /// <summary>How often its supervisor has restarted it.</summary>
    public RestartWindow Restarts { get; set; }

    /// <summary>Its cell.</summary>
    public SimActorCell SimCell => (SimActorCell)Cell;

    /// <summary>Whether two actors are of one family: messages between them take no time.</summary>
    public bool IsRelativeOf(SimActorRef other) => ReferenceEquals(Family, other.Family);

    /// <summary>Delivers a message to the actor now, and runs everything that follows at the same instant.</summary>
    public void Receive(in SimEnvelope envelope)
    {
        ((IImmediateDelivery)Dispatcher).Deliver(Cell, new Envelope(envelope.Message, (IActorRef?)envelope.Sender ?? ActorRefs.NoSender));
        if (SimCell.AwaitsTask)
        {
            SimCell.FailForAwaiting();
        }
    }

    /// <summary>Runs what the actor has scheduled; it may have stopped since.</summary>
    public void Run(ScheduledWork work)
    {
        if (work.IsCancelled)
        {
            return;
        }

        if (work.Interval is { } interval)
        {
            Schedule(interval, work);
        }

        if (work.Receiver is EndedActorRef ended && ReferenceEquals(ended.Family, Family))
        {
            return;
        }

        if (work.Receiver is SimActorRef other && other.IsRelativeOf(this))
        {
            other.Receive(new SimEnvelope(other, work.Message, work.Sender));
        }
        else
        {
            Receive(new SimEnvelope(this, work, ActorRefs.NoSender));
        }
    }

    /// <summary>Schedules work.</summary>
    public void Schedule(TimeSpan delay, ScheduledWork work) =>
        Family.Post(Family.Handle, SimTime.FromTimeSpan(delay), new SimEnvelope(this, work, null));

    /// <summary>The saved state of a savable actor.</summary>
    public byte[] SaveState(ISavedActor actor)
    {
        byte[] state = [];
        InContext(Posting.Refused, () => state = actor.SaveState());
        return state;
    }

    /// <summary>Restores the state of a savable actor.</summary>
    public void RestoreState(ISavedActor actor, byte[] state) => InContext(Posting.Refused, () => actor.RestoreState(state));

    /// <summary>Runs an action in the actor's context; what it sends meanwhile is handled by another rule.</summary>
    public void InContext(Posting posting, Action action)
    {
        Posting before = Family.Posting;
        Family.Posting = posting;
        try
        {
            Cell.UseThreadContext(action);
        }
        finally
        {
            Family.Posting = before;
        }
    }

    /// <summary>Starts a timer of the actor again, and returns the work that an envelope under way will deliver.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="message">Its message.</param>
    /// <param name="interval">The interval of a periodic timer; null for one that runs once.</param>
    public ScheduledWork RestartTimer(object key, object message, TimeSpan? interval) => Family.Catch(() => Cell.UseThreadContext(() =>
    {
        ITimerScheduler timers = ((IWithTimers)SimCell.Instance!).Timers;
        if (interval is { } span)
        {
            timers.StartPeriodicTimer(key, message, span, span);
        }
        else
        {
            timers.StartSingleTimer(key, message, TimeSpan.Zero);
        }
    }));

    /// <summary>The descendant at a <see cref="DescendantPath">relative path</see>; an <see cref="EndedActorRef"/> if it has stopped.</summary>
    public IInternalActorRef Descendant(string relative)
    {
        IInternalActorRef actor = this;
        foreach (string name in DescendantPath.NamesOf(relative))
        {
            actor = actor is LocalActorRef parent ? parent.GetSingleChild(name) : ActorRefs.Nobody;
        }

        return actor.IsNobody() ? new EndedActorRef(Family, DescendantPath.Below(Path, relative), (ExtendedActorSystem)Cell.System) : actor;
    }

    public override ISurrogate ToSurrogate(ActorSystem system) => SimActorSurrogate.Of(this);

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed { Child: SimActorRef } failed:
                Family.Region.NoteFailure(failed.Cause);
                break;
            case Watch { Watcher: SimActorRef watcher } when !ReferenceEquals(watcher.Family.Region, Family.Region):
                throw new NotSupportedException($"{Path.ToStringWithoutAddress()} lives in another region than its watcher, and the news of its end would come at an instant that depends on the machine.");
            default:
                break;
        }

        base.SendSystemMessage(message);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (SimActorCell.Running is { } actor)
        {
            actor.Tell(this, new Envelope(message, sender));
        }
        else
        {
            base.TellInternal(message, sender);
        }
    }

    protected override ActorCell NewActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new SimActorCell(system, self, props, dispatcher, supervisor);
}

/// <summary>A dispatcher that can deliver a message on the calling thread.</summary>
internal interface IImmediateDelivery
{
    /// <summary>Delivers a message to a user's actor and runs all mailboxes that follow; called on the dispatcher's thread.</summary>
    void Deliver(ActorCell cell, Envelope envelope);
}
