using Fleet.Host.Results;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Runs;

/// <summary>What attacks on a fleet have found so far. An interruption keeps it.</summary>
internal sealed class FoundLeakage
{
    /// <summary>The attacks that recovered something, with their settings.</summary>
    public List<MountedAttack> Attacks { get; } = [];

    /// <summary>The attacked messages.</summary>
    public List<AttackedMessage> Messages { get; } = [];

    /// <summary>What was measured of the messages of each split and defence, whatever the attack.</summary>
    public Dictionary<LeakageGroup, MetricValues<MeanEstimate>> Cuts { get; } = [];
}
