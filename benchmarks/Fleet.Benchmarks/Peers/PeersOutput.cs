using System.Globalization;
using System.Text.Json;

namespace Fleet.Benchmarks.Peers;

/// <summary>Prints the comparisons: a table that grows row by row, or one line of JSON in the end.</summary>
internal sealed class PeersOutput
{
    private readonly List<Comparison> _compared = [];
    private readonly List<(Contest Contest, string Package)> _skipped = [];
    private readonly bool _json;

    /// <summary>Begins.</summary>
    public PeersOutput(bool json)
    {
        _json = json;
        Row("workload", "entities", "peer", "events/s", "ours", "events/s", "ratio");
    }

    /// <summary>A contest has been run.</summary>
    public void Compared(Comparison comparison)
    {
        _compared.Add(comparison);
        Contest contest = comparison.Contest;
        Row(
            contest.Workload,
            contest.Entities.ToString("N0", CultureInfo.InvariantCulture),
            contest.Peer.Name,
            comparison.PeerEventsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
            contest.Own.Name,
            comparison.OwnEventsPerSecond.ToString("N0", CultureInfo.InvariantCulture),
            comparison.Ratio.ToString("N1", CultureInfo.InvariantCulture));
    }

    /// <summary>The peer of a contest is not installed.</summary>
    public void Skipped(Contest contest, string package)
    {
        _skipped.Add((contest, package));
        if (!_json)
        {
            Console.WriteLine($"{contest.Workload,-8} {"skipped",9}  {contest.Peer.Name}: not installed; on Debian, apt-get install {package}");
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                threads = 1,
                compared = _compared.Select(comparison => new
                {
                    workload = comparison.Contest.Workload,
                    entities = comparison.Contest.Entities,
                    peer = comparison.Contest.Peer.Name,
                    peerEventsPerSecond = comparison.PeerEventsPerSecond,
                    peerEvents = comparison.Pairs[0].Peer.Events,
                    peerMeanLatencyMs = comparison.Pairs[0].Peer.MeanLatencyMs,
                    own = comparison.Contest.Own.Name,
                    ownEventsPerSecond = comparison.OwnEventsPerSecond,
                    ownEvents = comparison.Pairs[0].Own.Events,
                    ownMeanLatencyMs = comparison.Pairs[0].Own.MeanLatencyMs,
                    ratio = comparison.Ratio,
                    repetitions = comparison.Pairs.Count,
                }),
                skipped = _skipped.Select(skipped => new
                {
                    workload = skipped.Contest.Workload,
                    peer = skipped.Contest.Peer.Name,
                    package = skipped.Package,
                }),
            }));
        }
    }

    private void Row(string workload, string entities, string peer, string peerSpeed, string own, string ownSpeed, string ratio)
    {
        if (!_json)
        {
            Console.WriteLine($"{workload,-8} {entities,9}  {peer,-24} {peerSpeed,10}  {own,-24} {ownSpeed,12} {ratio,8}");
        }
    }
}
