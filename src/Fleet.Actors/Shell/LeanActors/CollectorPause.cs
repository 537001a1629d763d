using System.Runtime;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Pauses garbage collection while the actors of a large fleet are created. All of them live as long as the run: collections
/// in between would free nothing and move each object twice, which took half the time.
/// </summary>
internal sealed class CollectorPause
{
    /// <summary>The approximate memory of an entity's actor: reference, cell, mailbox and actor, see docs/performance.md.</summary>
    public const long BytesPerEntity = 512;

    private const long Least = 16 << 20;

    private bool _isActive;

    /// <summary>Begins a pause if the actors are many and the machine has the memory.</summary>
    public CollectorPause(long entities)
    {
        long bytes = entities * BytesPerEntity;
        if (bytes < Least || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            _isActive = GC.TryStartNoGCRegion(bytes, disallowFullBlockingGC: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            _isActive = false; // more than the collector may reserve: no pause
        }
    }

    /// <summary>Ends the pause: the actors exist.</summary>
    public void End()
    {
        // The collector ends the pause by itself if more was allocated.
        if (_isActive && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        _isActive = false;
    }
}
