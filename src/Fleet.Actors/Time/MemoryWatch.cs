using System.Runtime.ExceptionServices;

namespace Fleet.Actors.Time;

/// <summary>
/// Ends a run when memory has run out on any thread, whoever catches that: Akka would take it for the failure of an actor,
/// and where it could not even say so, a region would wait for ever for a message that was lost.
/// </summary>
internal sealed class MemoryWatch
{
    private readonly RegionExchange _exchange;

    /// <summary>Begins to watch.</summary>
    /// <param name="exchange">Where the regions of the run meet.</param>
    public MemoryWatch(RegionExchange exchange)
    {
        _exchange = exchange;
        AppDomain.CurrentDomain.FirstChanceException += Look;
    }

    /// <summary>Stops watching.</summary>
    public void End() => AppDomain.CurrentDomain.FirstChanceException -= Look;

    // Takes no memory.
    private void Look(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is OutOfMemoryException)
        {
            _exchange.Break(thrown.Exception);
        }
    }
}
