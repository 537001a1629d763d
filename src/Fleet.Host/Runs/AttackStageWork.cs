using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Runs;

/// <summary>
/// The parts of an attack on a fleet, in the order in which they are done: for each group of messages what the attacker learns,
/// and the attack. What it learned for an earlier group takes no time.
/// </summary>
internal static class AttackStageWork
{
    /// <summary>The parts, each as long as it has operations: how long these take on this machine shows as the parts are done.</summary>
    /// <param name="groups">What each group is, what its attack costs, and how many pictures are recovered of it.</param>
    public static IReadOnlyList<WorkUnit> Of(IEnumerable<(AttackCell Cell, AttackCost Cost, int Scenes)> groups)
    {
        var learned = new HashSet<string>();
        return [.. groups.SelectMany(group => (WorkUnit[])
        [
            new(AttackParts.Learning(group.Cell), learned.Add(AttackParts.Learned(group.Cell)) ? group.Cost.PreparationFlops : 0),
            new(AttackParts.Attack(group.Cell), (double)group.Cost.FlopsPerScene * group.Scenes),
        ])];
    }
}
