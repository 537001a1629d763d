using System.Runtime.ExceptionServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Ends a run when memory has run out on the thread of one of its regions, wherever that is caught: Akka would take it for the
/// failure of an actor, and where it could not report it, a region would wait for ever for a lost message.
/// </summary>
internal static class MemoryWatch
{
    private static readonly Lock Beginning = new();

    [ThreadStatic]
    private static Region? _region;

    private static bool _begun;

    /// <summary>Watches the calling thread, which is a region's.</summary>
    public static void Watch(Region region)
    {
        _region = region;
        lock (Beginning)
        {
            if (!_begun)
            {
                AppDomain.CurrentDomain.FirstChanceException += OnFirstChance;
                _begun = true;
            }
        }
    }

    // On the thread that throws, before any handler. Allocates nothing.
    private static void OnFirstChance(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is OutOfMemoryException)
        {
            _region?.Abort(thrown.Exception);
        }
    }
}
