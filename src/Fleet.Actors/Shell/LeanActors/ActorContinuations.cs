using System.Runtime.ExceptionServices;
using Akka.Dispatch;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Handles methods that users' actors declare as async void: an exception is a failure of the actor, as from any other
/// method, and awaiting real time is detected.
/// </summary>
/// <remarks>
/// Without it such an exception ends the process. Sound because the compiler's builder of async void methods tells the
/// current context when one begins and when it has ended, and posts to it a call that throws, with the exception as
/// <see cref="ExceptionDispatchInfo"/>. Everything else that is posted goes where it would without this context.
/// </remarks>
/// <param name="fail">Makes an actor fail with an exception, after the message that it handles.</param>
internal sealed class ActorContinuations(Action<SimActorCell, ExceptionDispatchInfo> fail) : SynchronizationContext
{
    private int _open;
    private SimActorCell? _first;

    /// <summary>The actor whose method has begun and not ended since the last call; null if all have ended.</summary>
    public SimActorCell? TakeAwaiting()
    {
        if (_first is null)
        {
            return null;
        }

        SimActorCell? awaiting = _open > 0 ? _first : null;
        (_open, _first) = (0, null);
        return awaiting;
    }

    public override void OperationStarted()
    {
        if (SimActorCell.Running is { } actor)
        {
            _open++;
            _first ??= actor;
        }
    }

    /// <inheritdoc/>
    /// <remarks>One that ends on another thread has awaited real time, however short that was.</remarks>
    public override void OperationCompleted()
    {
        if (SimActorCell.Running is not null)
        {
            _open--;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        SimActorCell? actor = SimActorCell.Running;
        if (state is ExceptionDispatchInfo thrown)
        {
            if (actor is not null)
            {
                fail(actor, thrown);
            }

            // On another thread: the run has failed already, for the method awaited real time.
        }
        else if (actor is not null && TaskScheduler.Current is ActorTaskScheduler handler)
        {
            _ = Task.Factory.StartNew(() => d(state), CancellationToken.None, TaskCreationOptions.None, handler);
        }
        else
        {
            base.Post(d, state);
        }
    }

    public override SynchronizationContext CreateCopy() => this;
}
