using System.Runtime.ExceptionServices;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Ends a run when memory has run out on the thread of one of its regions, whoever catches that: Akka would take it for the
/// failure of an actor, and where it could not even say so, a region would wait for ever for a message that was lost.
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

    // On the thread that throws, before anybody catches. Takes no memory.
    private static void OnFirstChance(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is OutOfMemoryException)
        {
            _region?.Abort(thrown.Exception);
        }
    }
}
