namespace Fleet.Actors.Kernel;

/// <summary>
/// Why a run ends at once: the first exception that escaped from one of its threads. Setting it allocates nothing, since
/// memory may have run out.
/// </summary>
internal sealed class RunFailure
{
    private readonly TaskCompletionSource _happened = new();
    private Exception? _cause;

    /// <summary>The reason; null while there is none.</summary>
    public Exception? Cause => Volatile.Read(ref _cause);

    /// <summary>Completes when there is a reason; where memory has run out it may not, so poll <see cref="Cause"/> too.</summary>
    public Task Happened => _happened.Task;

    /// <summary>Sets the reason, unless there is one. Any thread may call it.</summary>
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
            // Callers poll Cause too.
        }
    }
}
