using System.Runtime;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// Keeps the garbage collector from running while the actors of a large fleet are made. All of them live as long as the
/// run: collections in between would find nothing to free and move each object twice, which took half the time.
/// </summary>
internal sealed class CollectorPause
{
    /// <summary>About what an entity's actor takes: reference, cell, mailbox and actor, see docs/performance.md.</summary>
    public const long BytesPerEntity = 512;

    private const long Least = 16 << 20;

    private bool _lasts;

    /// <summary>Begins a pause if so many actors are worth one and the machine has the memory at hand.</summary>
    public CollectorPause(long entities)
    {
        long bytes = entities * BytesPerEntity;
        if (bytes < Least || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            return;
        }

        try
        {
            _lasts = GC.TryStartNoGCRegion(bytes, disallowFullBlockingGC: true);
        }
        catch (ArgumentOutOfRangeException)
        {
            _lasts = false; // more than the collector may set aside: it goes without
        }
    }

    /// <summary>The actors are there.</summary>
    public void End()
    {
        // The collector ends the pause by itself if more was allocated.
        if (_lasts && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        _lasts = false;
    }
}
