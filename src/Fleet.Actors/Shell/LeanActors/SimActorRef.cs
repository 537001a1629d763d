using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Util;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The address of a user's actor that lives in virtual time. The actor is made by its own Props; what differs from
/// Akka's own local reference is where messages go and how children are made, see <see cref="SimActorCell"/>.
/// </summary>
internal sealed class SimActorRef : LocalActorRef
{
    /// <summary>Makes the reference and its cell; <see cref="LocalActorRef.Start"/> makes the actor.</summary>
    public SimActorRef(
        ActorSystemImpl system, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor, ActorPath path, SimActorFamily family)
        : base(system, SimActorSupervision.In(props), dispatcher, new UnboundedDequeBasedMailbox(system.Settings, Config.Empty), supervisor, path) => Family = family;

    /// <summary>What it shares with its ancestors and descendants.</summary>
    public SimActorFamily Family { get; }

    /// <summary>The <see cref="DescendantPath">way</see> to it from the actor at the top.</summary>
    public string RelativePath => DescendantPath.FromTop(Path);

    /// <summary>Whether it has failed and not been made anew since.</summary>
    public bool HasFailed { get; set; }

    /// <summary>How often its supervisor has restarted it.</summary>
    public RestartWindow Restarts { get; set; }

    /// <summary>The inside.</summary>
    public SimActorCell SimCell => (SimActorCell)Cell;

    /// <summary>Whether two references name relatives: they talk without delay.</summary>
    public bool IsRelativeOf(SimActorRef other) => ReferenceEquals(Family, other.Family);

    /// <summary>Lets the actor handle a message now, and everything that follows from it without time passing.</summary>
    public void Receive(in SimEnvelope envelope)
    {
        ((RegionDispatcher)Dispatcher).Deliver(Cell, new Envelope(envelope.Message, (IActorRef?)envelope.Sender ?? ActorRefs.NoSender));
        if (SimCell.AwaitsTask)
        {
            SimCell.FailForAwaiting();
        }
    }

    /// <summary>Does what the actor has scheduled; it may have ended since.</summary>
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

    /// <summary>Books work for later.</summary>
    public void Schedule(TimeSpan delay, ScheduledWork work) =>
        Family.Post(Family.Handle, SimTime.FromTimeSpan(delay), new SimEnvelope(this, work, null));

    /// <summary>The state that a savable actor gives.</summary>
    public byte[] SaveState(ISavedActor actor)
    {
        byte[] state = [];
        InContext(Posting.Refused, () => state = actor.SaveState());
        return state;
    }

    /// <summary>Lets a savable actor go on from a state.</summary>
    public void RestoreState(ISavedActor actor, byte[] state) => InContext(Posting.Refused, () => actor.RestoreState(state));

    /// <summary>Does something in the actor's context; meanwhile something else becomes of what it tells.</summary>
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

    /// <summary>Starts a timer of the actor again, and gives the work that an envelope under way will bring.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="message">What the actor will be told.</param>
    /// <param name="interval">After how long again; null for never.</param>
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

    /// <summary>The actor below this one at the end of a <see cref="DescendantPath">way</see>; if it has ended, its address.</summary>
    public IInternalActorRef Descendant(string way)
    {
        IInternalActorRef actor = this;
        foreach (string name in DescendantPath.NamesOf(way))
        {
            actor = actor is LocalActorRef parent ? parent.GetSingleChild(name) : ActorRefs.Nobody;
        }

        return actor.IsNobody() ? new EndedActorRef(Family, DescendantPath.Below(Path, way), (ExtendedActorSystem)Cell.System) : actor;
    }

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => SimActorSurrogate.Of(this);

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    protected override ActorCell NewActorCell(
        ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new SimActorCell(system, self, props, dispatcher, supervisor);
}
