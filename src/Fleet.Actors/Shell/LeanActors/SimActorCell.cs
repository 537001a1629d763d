using System.Globalization;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Pattern;
using Akka.Routing;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The cell of a user's actor in virtual time: Akka's own cell, with three differences. Messages that the actor sends become
/// events; its children run in virtual time too; and an action it has scheduled runs as a message of its own.
/// </summary>
/// <remarks>
/// Sound because while any code of an actor runs, be it a handler, a constructor or a life-cycle method, Akka keeps its
/// cell as the current one of the thread; every message to a reference passes through its virtual TellInternal, which so
/// finds the sending actor, and which lets exceptions pass, as later steps do not; and ActorOf, ReceiveMessage,
/// CreateNewActorInstance and TaskScheduler are virtual. Actors see their context as an interface, so the use of what checkpoints
/// do not hold is noted where the interface is implemented anew. A mailbox with a message runs at once until it is empty,
/// system messages, the supervisor's decision and unstashed messages included.
/// </remarks>
internal sealed class SimActorCell(
    ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    : ActorCell(system, self, props, dispatcher, parent), IUntypedActorContext
{
    private TaskCounter? _tasks;
    private bool _hasReceived;

    /// <summary>The user's actor whose code the calling thread runs; null if it runs none.</summary>
    public static SimActorCell? Running => InternalCurrentActorCellKeeper.Current as SimActorCell;

    /// <summary>Whether an asynchronous handler has begun and not ended.</summary>
    public bool AwaitsTask => _tasks is { Pending: > 0 };

    /// <summary>The actor object; null before it is created for the first time.</summary>
    public ActorBase? Instance { get; private set; }

    /// <summary>The first method that the actor has used to set something up that checkpoints do not hold; null if it has used none.</summary>
    public string? Unsaved { get; private set; }

    /// <summary>Its children in the order of their creation; Akka's own order differs between processes.</summary>
    public IEnumerable<SimActorRef> ChildrenInOrder => GetChildren().OfType<SimActorRef>().OrderBy(child => child.Path.Uid);

    public override ActorTaskScheduler TaskScheduler => _tasks ??= new TaskCounter(this);

    /// <summary>Its own address.</summary>
    public SimActorRef Reference => (SimActorRef)Self;

    /// <summary>Sends a message of the actor to another user's actor.</summary>
    /// <param name="target">The receiver.</param>
    /// <param name="told">Message and sender.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void Tell(SimActorRef target, Envelope told, SimTime? stated = null)
    {
        ThrowIfAsk(told.Sender);
        SimActorFamily family = Reference.Family;
        SimTime least = target.IsRelativeOf(Reference) ? SimTime.Zero : family.Delay;
        family.Post(target.Family.Handle, Checked(stated ?? least, least, target), new SimEnvelope(target, told.Message, told.Sender));
    }

    /// <summary>Sends a message of the actor to an entity.</summary>
    /// <param name="target">The receiver.</param>
    /// <param name="entity">Its handle.</param>
    /// <param name="told">Message and sender.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay.</param>
    public void Tell(IActorRef target, EntityHandle entity, Envelope told, SimTime? stated = null)
    {
        ThrowIfAsk(told.Sender);
        SimActorFamily family = Reference.Family;
        family.Region.CheckMessage(entity, told.Message);
        family.Post(entity, Checked(stated ?? family.Delay, family.Delay, target), new SimEnvelope(null, told.Message, told.Sender));
    }

    /// <summary>Sends a message to an actor that has stopped: an event that delivers nothing.</summary>
    /// <param name="target">The receiver.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void TellEnded(EndedActorRef target, SimTime? stated = null)
    {
        SimActorFamily family = Reference.Family;
        SimTime least = ReferenceEquals(family, target.Family) ? SimTime.Zero : family.Delay;
        family.Post(target.Family.Handle, Checked(stated ?? least, least, target), new SimEnvelope(Reference, ScheduledWork.Cancelled, null));
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
        ThrowIfUnsupported(props);
        if (IsTerminating)
        {
            throw new InvalidOperationException("An actor that is stopping cannot create children.");
        }

        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException($"\"{name}\" is no name for an actor.");
        }

        long number = Reference.Family.NextChild(Self.Path, name);
        string given = name ?? string.Create(CultureInfo.InvariantCulture, $"${number}");
        ReserveChild(given);
        var child = new SimActorRef(
            SystemImpl, props, Dispatcher, (IInternalActorRef)Self, new ChildActorPath(Self.Path, given, number), Reference.Family);
        InitChild(child);
        child.Start();
        return child;
    }

    /// <summary>The actor awaits real time: ends the run.</summary>
    public void FailForAwaiting() => Reference.Family.Region.Fail(new NotSupportedException(
        $"{Self.Path.ToStringWithoutAddress()} awaits a task that virtual time does not know. An actor in virtual time waits by timers and messages alone."));

    IEnumerable<IActorRef> IActorContext.GetChildren() => ChildrenInOrder;

    IActorRef ICanWatch.Watch(IActorRef subject)
    {
        Unsaved ??= nameof(Watch);
        return Watch(subject);
    }

    IActorRef ICanWatch.WatchWith(IActorRef subject, object message)
    {
        Unsaved ??= nameof(WatchWith);
        return WatchWith(subject, message);
    }

    void IActorContext.SetReceiveTimeout(TimeSpan? timeout)
    {
        Unsaved ??= nameof(SetReceiveTimeout);
        SetReceiveTimeout(timeout);
    }

    // A behaviour set before the first message is set again when the actor is created again.
    void IActorContext.Become(Receive receive)
    {
        Unsaved ??= _hasReceived ? nameof(Become) : null;
        Become(receive);
    }

    void IActorContext.BecomeStacked(Receive receive)
    {
        Unsaved ??= _hasReceived ? nameof(BecomeStacked) : null;
        BecomeStacked(receive);
    }

    void IActorContext.UnbecomeStacked()
    {
        Unsaved ??= _hasReceived ? nameof(UnbecomeStacked) : null;
        UnbecomeStacked();
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => ((IActorContext)this).Become(AsReceive(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => ((IActorContext)this).BecomeStacked(AsReceive(receive));

    /// <summary>Throws if Props cannot run in virtual time.</summary>
    /// <exception cref="NotSupportedException">They ask for a router, another machine, or a random back-off.</exception>
    public static void ThrowIfUnsupported(Props props)
    {
        if (typeof(BackoffSupervisorBase).IsAssignableFrom(props.Type) && props.Arguments.OfType<double>().Any(factor => factor > 0))
        {
            throw new NotSupportedException($"{props.Type.Name}: its random factor is drawn by the machine, and in virtual time it must be 0.");
        }

        if (props.RouterConfig is not (null or NoRouter) || props.Deploy.Scope is RemoteScope)
        {
            throw new NotSupportedException($"{props.Type.Name}: an actor in virtual time cannot be a router or live on another machine.");
        }
    }

    protected override ActorBase CreateNewActorInstance()
    {
        _hasReceived = false;
        Instance = base.CreateNewActorInstance();
        if (Reference.HasFailed)
        {
            Reference.HasFailed = false;
            Reference.Family.Region.CountRestart(Reference.Family.Handle);
        }

        return Instance;
    }

    protected override void ReceiveMessage(object message)
    {
        _hasReceived = true;
        if (message is ScheduledWork work)
        {
            work.Act();
        }
        else
        {
            base.ReceiveMessage(message);
        }
    }

    private SimTime Checked(SimTime delay, SimTime least, IActorRef target) => delay >= least
        ? delay
        : throw new ArgumentOutOfRangeException(nameof(delay), $"A message from {Self.Path.ToStringWithoutAddress()} to {target.Path.ToStringWithoutAddress()} takes at least {least}, not {delay}.");

    private static Receive AsReceive(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    // The answer would complete a task at an instant that depends on the machine.
    private void ThrowIfAsk(IActorRef? sender)
    {
        if (sender is not null && sender.GetType() is { IsGenericType: true } type
            && type.GetGenericTypeDefinition() == typeof(FutureActorRef<>) && !sender.Equals(Sender))
        {
            var refusal = new NotSupportedException(
                $"{Self.Path.ToStringWithoutAddress()} uses Ask within virtual time. Tell, and handle the answer when it comes.");
            Reference.Family.Region.Fail(refusal);
            throw refusal;
        }
    }

    // Akka calls it when a handler's task begins and ends.
    private sealed class TaskCounter(ActorCell cell) : ActorTaskScheduler(cell)
    {
        public int Pending { get; private set; }

        protected override void OnBeforeTaskStarted() => Pending++;

        protected override void OnAfterTaskCompleted() => Pending--;
    }
}
