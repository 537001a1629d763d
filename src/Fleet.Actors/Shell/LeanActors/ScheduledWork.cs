using Akka.Actor;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>What a user's actor has scheduled: to tell somebody something, or to act.</summary>
internal sealed class ScheduledWork : INotInfluenceReceiveTimeout
{
    private readonly Action _action;
    private readonly ICancelable? _cancelable;

    /// <summary>To tell somebody something.</summary>
    public ScheduledWork(ICanTell receiver, object message, IActorRef? sender, TimeSpan? interval, ICancelable? cancelable)
    {
        _action = () => receiver.Tell(message, sender ?? ActorRefs.NoSender);
        Receiver = receiver;
        Message = message;
        Sender = sender;
        Interval = interval;
        _cancelable = cancelable;
    }

    /// <summary>To act.</summary>
    public ScheduledWork(Action action, TimeSpan? interval, ICancelable? cancelable)
    {
        _action = action;
        Message = this;
        Interval = interval;
        _cancelable = cancelable;
    }

    /// <summary>Work that is not to be done any more.</summary>
    public static ScheduledWork Cancelled { get; } = new(() => { }, null, Cancelable.CreateCanceled());

    /// <summary>Whom to tell; null to act.</summary>
    public ICanTell? Receiver { get; }

    /// <summary>What to tell.</summary>
    public object Message { get; }

    /// <summary>Who answers go to.</summary>
    public IActorRef? Sender { get; }

    /// <summary>After how long to do it again; null for never.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>Whether whoever has scheduled it can cancel it.</summary>
    public bool IsCancelable => _cancelable is not null;

    /// <summary>Whether it is not to be done any more.</summary>
    public bool IsCancelled => _cancelable is { IsCancellationRequested: true };

    /// <summary>Does it; in the actor's own context.</summary>
    public void Act() => _action();
}
