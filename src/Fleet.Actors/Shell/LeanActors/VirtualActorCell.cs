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
internal sealed class VirtualActorCell(
    ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    : ActorCell(system, self, props, dispatcher, parent), IUntypedActorContext
{
    private TaskCounter? _tasks;
    private bool _hasReceived;

    /// <summary>The user's actor whose code the calling thread runs; null if it runs none.</summary>
    public static VirtualActorCell? Running => InternalCurrentActorCellKeeper.Current as VirtualActorCell;

    /// <summary>Whether an asynchronous handler has begun and not ended.</summary>
    public bool AwaitsTask => _tasks is { Pending: > 0 };

    /// <summary>The actor object; null before it is made for the first time.</summary>
    public ActorBase? Instance { get; private set; }

    /// <summary>The first method that the actor has used to set something up that checkpoints do not hold; null if it has used none.</summary>
    public string? Unsaved { get; private set; }

    /// <summary>Its children in the order in which they were made; Akka's own order is another one in each process.</summary>
    public IEnumerable<VirtualActorRef> ChildrenInOrder => GetChildren().OfType<VirtualActorRef>().OrderBy(child => child.Path.Uid);

    /// <inheritdoc/>
    public override ActorTaskScheduler TaskScheduler => _tasks ??= new TaskCounter(this);

    /// <summary>Its own address.</summary>
    public VirtualActorRef Reference => (VirtualActorRef)Self;

    /// <summary>The actor tells somebody in the simulated world something.</summary>
    /// <param name="target">Whom: a <see cref="VirtualActorRef"/> or a <see cref="LeanActorRef"/>.</param>
    /// <param name="envelope">What.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void Tell(IActorRef target, Envelope envelope, SimTime? stated = null)
    {
        RefuseAsk(envelope.Sender);
        VirtualRoot root = Reference.Root;
        var letter = new Letter(target as VirtualActorRef, envelope.Message, envelope.Sender);
        if (letter.To is VirtualActorRef other)
        {
            SimTime least = other.IsRelativeOf(Reference) ? SimTime.Zero : root.Delay;
            root.Post(other.Root.Handle, Checked(stated ?? least, least, target), letter);
            return;
        }

        EntityHandle entity = ((LeanActorRef)target).Handle;
        root.Region.CheckMessage(entity, envelope.Message);
        root.Post(entity, Checked(stated ?? root.Delay, root.Delay, target), letter);
    }

    /// <summary>The actor tells one who has ended something: an event that brings nothing.</summary>
    /// <param name="target">Whom.</param>
    /// <param name="stated">After how long it arrives; null for the actor's own delay, or none between relatives.</param>
    public void TellEnded(EndedActorRef target, SimTime? stated = null)
    {
        VirtualRoot root = Reference.Root;
        SimTime least = ReferenceEquals(root, target.Root) ? SimTime.Zero : root.Delay;
        root.Post(target.Root.Handle, Checked(stated ?? least, least, target), new Letter(Reference, ScheduledWork.Cancelled, null));
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

        long number = Reference.Root.NextChild(Self.Path, name);
        string given = name ?? string.Create(CultureInfo.InvariantCulture, $"${number}");
        ReserveChild(given);
        var child = new VirtualActorRef(
            SystemImpl, props, Dispatcher, (IInternalActorRef)Self, new ChildActorPath(Self.Path, given, number), Reference.Root);
        InitChild(child);
        child.Start();
        return child;
    }

    /// <summary>The actor waits for what takes real time: the run cannot go on.</summary>
    public void FailForAwaiting() => Reference.Root.Region.Fail(new NotSupportedException(
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
            Reference.Root.Region.CountRestart(Reference.Root.Handle);
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
            Reference.Root.Region.Fail(refusal);
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
