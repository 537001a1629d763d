namespace Fleet.Actors.Kernel;

/// <summary>
/// Why a run ends at once: what first escaped from one of its threads. To say so takes no memory, for that may be what
/// has run out.
/// </summary>
internal sealed class RunFailure
{
    private readonly TaskCompletionSource _happened = new();
    private Exception? _cause;

    /// <summary>The reason; null while there is none.</summary>
    public Exception? Cause => Volatile.Read(ref _cause);

    /// <summary>Ends when there is a reason. It may be missed where memory has run out: look at the reason from time to time.</summary>
    public Task Happened => _happened.Task;

    /// <summary>Says why, unless somebody has before. Any thread.</summary>
    public void Set(Exception cause)
    {
        if (Interlocked.CompareExchange(ref _cause, cause, null) is not null)
        {
            return;
        }

        try
        {
            _happened.TrySetResult();
        }
        catch (OutOfMemoryException)
        {
            // Who waits looks at the reason from time to time.
        }
    }
}
