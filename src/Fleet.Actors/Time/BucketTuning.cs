namespace Fleet.Actors.Time;

/// <summary>
/// What a <see cref="BucketQueue"/> saw since its width was last judged, and the width that follows from it. Good
/// buckets hold some dozens to some thousands of events, few events land in the open one, and few lie beyond the ring.
/// </summary>
internal struct BucketTuning
{
    private const int Narrowest = 0;
    private const int Widest = 50; // 13 days
    private const double Crowded = 8192;
    private const double Sparse = 16;
    private const double Good = 64;

    /// <summary>Events that came through buckets.</summary>
    public long Opened;

    /// <summary>Buckets visited, the empty ones included.</summary>
    public long Buckets;

    /// <summary>Events that landed in the open bucket.</summary>
    public long Late;

    /// <summary>Events that lay beyond the ring.</summary>
    public long Far;

    /// <summary>Different instants at which something happened.</summary>
    public long Instants;

    /// <summary>A measure of the work done since the last judgement.</summary>
    public readonly long Work => Opened + Late + Buckets;

    /// <summary>The binary logarithm of the width to use from now on.</summary>
    /// <param name="shift">That of the width in use.</param>
    public readonly int NextShift(int shift)
    {
        double events = Opened + Late;
        double buckets = Math.Max(1, Buckets);

        // Narrower buckets part instants, not events of one instant: many events at once are no reason to narrow.
        double instants = Instants / buckets;
        int change = 0;
        if (instants > Crowded)
        {
            change = -Steps(instants / 1024);
        }
        else if (Late > events / 4 && instants > Good)
        {
            change = -1;
        }
        else if (events / buckets < Sparse && Late < events / 8)
        {
            change = Steps(Good * buckets / Math.Max(1, events));
        }
        else if (Far > events / 16 && events / buckets < Crowded / 4 && Late < events / 8)
        {
            change = 1;
        }

        return Math.Clamp(shift + change, Narrowest, Widest);
    }

    private static int Steps(double ratio) => Math.Max(1, Math.ILogB(ratio));
}
