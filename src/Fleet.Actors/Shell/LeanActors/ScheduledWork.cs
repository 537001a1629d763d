using Akka.Actor;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>What a user's actor has scheduled: a message, or an action.</summary>
internal sealed class ScheduledWork : INotInfluenceReceiveTimeout
{
    private readonly Action _action;
    private readonly ICancelable? _cancelable;

    /// <summary>A message.</summary>
    public ScheduledWork(ICanTell receiver, object message, IActorRef? sender, TimeSpan? interval, ICancelable? cancelable)
    {
        _action = () => receiver.Tell(message, sender ?? ActorRefs.NoSender);
        Receiver = receiver;
        Message = message;
        Sender = sender;
        Interval = interval;
        _cancelable = cancelable;
    }

    /// <summary>An action.</summary>
    public ScheduledWork(Action action, TimeSpan? interval, ICancelable? cancelable)
    {
        _action = action;
        Message = this;
        Interval = interval;
        _cancelable = cancelable;
    }

    /// <summary>Work that has been cancelled.</summary>
    public static ScheduledWork Cancelled { get; } = new(() => { }, null, Cancelable.CreateCanceled());

    /// <summary>The receiver of the message; null for an action.</summary>
    public ICanTell? Receiver { get; }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>The actor that answers go to.</summary>
    public IActorRef? Sender { get; }

    /// <summary>The interval of periodic work; null for work that runs once.</summary>
    public TimeSpan? Interval { get; }

    /// <summary>Whether it was scheduled with a means to cancel it.</summary>
    public bool IsCancelable => _cancelable is not null;

    /// <summary>Whether it has been cancelled.</summary>
    public bool IsCancelled => _cancelable is { IsCancellationRequested: true };

    /// <summary>Runs it; in the actor's own context.</summary>
    public void Act() => _action();
}
