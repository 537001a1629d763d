using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;

namespace Fleet.Host.Experiments;

/// <summary>
/// Of each picture what the strongest attack recovers of it: the reconstruction with the greatest SSIM (uniform7). An
/// attacker who does not have the picture cannot choose like that, so it is a similarity that none of the attacks exceeds.
/// </summary>
internal static class StrongestAttack
{
    /// <summary>What stands for it in place of the name of an attack.</summary>
    public const string Name = "best";

    /// <summary>
    /// The attacks that it chooses from: those that an attacker mounts who has the device's layers and the pictures that they
    /// were trained on. Who has the layers asks them what he likes; he has no use for a surrogate.
    /// </summary>
    public static IReadOnlyList<AttackCase> Of(IReadOnlyList<AttackCase> all) =>
    [
        .. all.Where(one => one.Knowledge == AttackCase.White),
        all.First(one => one.Attack == InverseNetworkAttack.CanonicalName),
    ];

    /// <summary>Those of a plan, with default settings or others, in the order of the catalogue.</summary>
    public static IReadOnlyList<AttackCase> Of(AttackPlan plan) =>
        [.. Of(AttackCatalog.BuiltIn.Cases).SelectMany(one => plan.Cases.Where(planned => planned.Attack == one.Attack && planned.Name == one.Name))];

    /// <summary>The choice for each defended cut, training seed and attacker's seed whose attacks have all ended; none if the plan does not ask for it.</summary>
    /// <param name="plan">The experiment.</param>
    /// <param name="cells">The cells that have ended.</param>
    public static IReadOnlyList<StrongestCell> Of(AttackPlan plan, IReadOnlyList<FinishedCell> cells)
    {
        if (!plan.Strongest)
        {
            return [];
        }

        string[] keys = [.. Of(plan).Select(one => one.Key)];
        FinishedCell[] candidates = [.. cells.Where(one => keys.Contains(one.Cell.Case.Key, StringComparer.Ordinal))];
        return
        [
            .. from first in candidates
               where first.Cell.Case.Key == keys[0]
               from attackerSeed in plan.AttackerSeeds
               let rivals = keys.SelectMany(key => candidates.Where(one => one.Cell.Case.Key == key && AttackSameMessages(one.Cell, first.Cell)
                   && (one.Cell.AttackerSeed == attackerSeed || !one.Cell.Case.Learns))).ToArray()
               where rivals.Length == keys.Length
               select Choose(rivals, attackerSeed),
        ];
    }

    private static bool AttackSameMessages(AttackCell one, AttackCell other) =>
        one.TrainingSeed == other.TrainingSeed && one.Split == other.Split && one.Defense.Equals(other.Defense) && one.Adaptive == other.Adaptive;

    private static StrongestCell Choose(FinishedCell[] rivals, ulong attackerSeed)
    {
        FinishedCell[] winners =
        [
            .. Enumerable.Range(0, rivals[0].Result.Images.Count).Select(picture => rivals.MaxBy(one => (Of(one, picture)[LeakageMetrics.Ssim], Of(one, picture)[LeakageMetrics.PsnrDb]))!),
        ];
        CellResult first = rivals[0].Result;
        static MetricValues<double> Of(FinishedCell cell, int picture) => cell.Result.Images[picture].Metrics;
        return new StrongestCell(
            rivals[0].Cell with { AttackerSeed = attackerSeed },
            first with
            {
                PreparationSeconds = rivals.Sum(one => one.Result.PreparationSeconds),
                AttackSeconds = rivals.Sum(one => one.Result.AttackSeconds),
                PreparationFlops = rivals.Sum(one => one.Result.PreparationFlops),
                FlopsPerImage = rivals.Sum(one => one.Result.FlopsPerImage),
                Queries = rivals.Sum(one => one.Result.Queries),
                Images = [.. winners.Select((winner, picture) => winner.Result.Images[picture])],
            },
            [.. winners.Select(winner => winner.Cell.Case)]);
    }
}

/// <summary>What the strongest of several attacks recovered of each picture, and what all of them cost.</summary>
/// <param name="Cell">What was attacked; the attack is the first of them.</param>
/// <param name="Result">Sums of the costs; of each picture the greatest reconstruction.</param>
/// <param name="Winners">The attack that it comes from, for each picture.</param>
internal sealed record StrongestCell(AttackCell Cell, CellResult Result, IReadOnlyList<AttackCase> Winners);
