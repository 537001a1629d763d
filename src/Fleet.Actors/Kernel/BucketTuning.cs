namespace Fleet.Actors.Kernel;

/// <summary>
/// What a <see cref="BucketQueue"/> counted since its width was last tuned, and the width that follows. Good
/// buckets hold two to four thousand events, few events fall into the open one, and few lie beyond the ring.
/// </summary>
/// <remarks>
/// The end of each bucket, where events are appended, should stay in the processor's cache, which favours few buckets; the
/// open bucket should, too, which favours small ones. And an event that falls into the open bucket costs a heap operation.
/// </remarks>
internal struct BucketTuning
{
    private const int Narrowest = 0;
    private const int Widest = 50; // 13 days
    private const double Crowded = 16384;
    private const double Good = 2048;
    private const double Few = 64;
    private const double Sparse = 16;

    /// <summary>Events that passed through buckets.</summary>
    public long Opened;

    /// <summary>Buckets visited, the empty ones included.</summary>
    public long Buckets;

    /// <summary>Events that fell into the open bucket.</summary>
    public long Late;

    /// <summary>Events that lay beyond the ring.</summary>
    public long Far;

    /// <summary>Different instants at which something happened.</summary>
    public long Instants;

    /// <summary>A measure of the work done since the last tuning.</summary>
    public readonly long Work => Opened + Late + Buckets;

    /// <summary>The binary logarithm of the width to use from now on.</summary>
    /// <param name="shift">That of the width in use.</param>
    /// <remarks>
    /// Doubling the width about doubles the share of late events, so the share that prevents widening is less than half of
    /// the one that narrows: the width does not oscillate.
    /// </remarks>
    public readonly int NextShift(int shift)
    {
        double buckets = Math.Max(1, Buckets);
        double events = (Opened + Late) / buckets;
        double late = Late / buckets;

        // Narrower buckets separate instants, not events of one instant: many events at once are no reason to narrow.
        double instants = Instants / buckets;
        int change = 0;
        if (instants > Crowded)
        {
            change = -Steps(instants / Good);
        }
        else if (late > events / 4 && instants > Few)
        {
            change = -1;
        }
        else if (events < Sparse && late < events / 8)
        {
            change = Steps(Few / Math.Max(1 / buckets, events));
        }
        else if (events < Good && late < events / 16)
        {
            change = 1;
        }
        else if (Far / buckets > events / 16 && events < Crowded / 4 && late < events / 8)
        {
            change = 1;
        }

        return Math.Clamp(shift + change, Narrowest, Widest);
    }

    private static int Steps(double ratio) => Math.Max(1, Math.ILogB(ratio));
}
