using System.Globalization;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Pattern;
using Akka.Routing;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The inside of a user's actor in virtual time: Akka's own cell, whose actor is made by its own Props and treated by
/// Akka's own rules, but for three things. What it tells others becomes an event; its children live in virtual time too;
/// and an action it has scheduled runs as a message of its own.
/// </summary>
/// <remarks>
/// Sound because while any code of an actor runs, be it a handler, a constructor or a life-cycle method, Akka keeps its
/// cell as the current one of the thread; everything told to a reference passes through its virtual TellInternal, which so
/// knows who sends, and which lets exceptions pass, as the steps behind it do not; and ActorOf, ReceiveMessage,
/// CreateNewActorInstance and TaskScheduler are virtual. Actors see their context as an interface, so the use of what checkpoints
/// do not hold is noted where the interface is implemented anew. A mailbox that a message has been put into runs at once and to
/// its end, with all that follows: system messages, the supervisor's decision, a message that was stashed.
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

    /// <summary>The actor object; null before it is made for the first time.</summary>
    public ActorBase? Instance { get; private set; }

    /// <summary>The first method that the actor has used to set something up that checkpoints do not hold; null if it has used none.</summary>
    public string? Unsaved { get; private set; }

    /// <summary>Its children in the order in which they were made; Akka's own order is another one in each process.</summary>
    public IEnumerable<SimActorRef> ChildrenInOrder => GetChildren().OfType<SimActorRef>().OrderBy(child => child.Path.Uid);

    /// <inheritdoc/>
    public override ActorTaskScheduler TaskScheduler => _tasks ??= new TaskCounter(this);

    /// <summary>Its own address.</summary>
    public SimActorRef Reference => (SimActorRef)Self;

    /// <summary>The actor tells somebody in the simulated world something.</summary>
    /// <param name="target">Whom: a <see cref="SimActorRef"/> or a <see cref="LeanActorRef"/>.</param>
    /// <param name="told">What.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void Tell(IActorRef target, Envelope told, SimTime? stated = null)
    {
        RefuseAsk(told.Sender);
        SimActorFamily family = Reference.Family;
        var envelope = new SimEnvelope(target as SimActorRef, told.Message, told.Sender);
        if (envelope.Receiver is SimActorRef other)
        {
            SimTime least = other.IsRelativeOf(Reference) ? SimTime.Zero : family.Delay;
            family.Post(other.Family.Handle, Checked(stated ?? least, least, target), envelope);
            return;
        }

        EntityHandle entity = ((LeanActorRef)target).Handle;
        family.Region.CheckMessage(entity, told.Message);
        family.Post(entity, Checked(stated ?? family.Delay, family.Delay, target), envelope);
    }

    /// <summary>The actor tells one who has ended something: an event that brings nothing.</summary>
    /// <param name="target">Whom.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void TellEnded(EndedActorRef target, SimTime? stated = null)
    {
        SimActorFamily family = Reference.Family;
        SimTime least = ReferenceEquals(family, target.Family) ? SimTime.Zero : family.Delay;
        family.Post(target.Family.Handle, Checked(stated ?? least, least, target), new SimEnvelope(Reference, ScheduledWork.Cancelled, null));
    }

    /// <inheritdoc/>
    public override IActorRef ActorOf(Props props, string? name = null)
    {
        RefuseUnfit(props);
        if (IsTerminating)
        {
            throw new InvalidOperationException("An actor that ends can make no children.");
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

    /// <summary>The actor waits for what takes real time: the run cannot go on.</summary>
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

    // One that an actor becomes before its first message it becomes again when it is made again.
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

    /// <summary>Refuses Props that ask for more than one actor here, or for chance that is not the run's.</summary>
    /// <exception cref="NotSupportedException">They ask for a router, another machine, or a back-off of random length.</exception>
    public static void RefuseUnfit(Props props)
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

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    // The answer would reach a task, and with it the actor, at a moment that depends on the machine.
    private void RefuseAsk(IActorRef? sender)
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

    // Akka says when a handler's task begins and when it has ended.
    private sealed class TaskCounter(ActorCell cell) : ActorTaskScheduler(cell)
    {
        public int Pending { get; private set; }

        protected override void OnBeforeTaskStarted() => Pending++;

        protected override void OnAfterTaskCompleted() => Pending--;
    }
}
