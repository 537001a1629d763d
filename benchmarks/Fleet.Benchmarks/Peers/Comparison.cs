namespace Fleet.Benchmarks.Peers;

/// <summary>A workload on which a peer and our own engine are compared.</summary>
/// <param name="Workload">Its name in the table.</param>
/// <param name="Entities">Its size.</param>
/// <param name="Peer">The peer.</param>
/// <param name="Own">Our side.</param>
internal sealed record Contest(string Workload, int Entities, IContender Peer, IContender Own);

/// <summary>The runs of a contest.</summary>
/// <param name="Contest">What was compared.</param>
/// <param name="Pairs">One run of each after the other.</param>
internal sealed record Comparison(Contest Contest, IReadOnlyList<(Measurement Peer, Measurement Own)> Pairs)
{
    // So that our side, which is much faster, also runs for about as long as it takes to compile and measure well.
    private const int OwnEventsForOne = 20;

    /// <summary>The peer's median events a second.</summary>
    public double PeerEventsPerSecond => Median(pair => pair.Peer.EventsPerSecond);

    /// <summary>Our median events a second.</summary>
    public double OwnEventsPerSecond => Median(pair => pair.Own.EventsPerSecond);

    /// <summary>How many times faster we are: the median over the pairs, for the machine's speed changes between them.</summary>
    public double Ratio => Median(pair => pair.Own.EventsPerSecond / pair.Peer.EventsPerSecond);

    /// <summary>Runs a contest.</summary>
    public static Comparison Of(Contest contest, long events, int repetitions)
    {
        contest.Own.Run(contest.Entities, OwnEventsForOne * events / 4); // what compiles while it runs has been compiled then
        var pairs = new List<(Measurement Peer, Measurement Own)>(repetitions);
        for (int i = 0; i < repetitions; i++)
        {
            Measurement peer = contest.Peer.Run(contest.Entities, events);
            GC.Collect();
            pairs.Add((peer, contest.Own.Run(contest.Entities, OwnEventsForOne * events)));
            GC.Collect();
        }

        return new Comparison(contest, pairs);
    }

    private double Median(Func<(Measurement Peer, Measurement Own), double> value)
    {
        double[] ordered = [.. Pairs.Select(value).Order()];
        return ordered[ordered.Length / 2];
    }
}
