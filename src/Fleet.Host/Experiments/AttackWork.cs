using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Experiments;

/// <summary>
/// The parts of an experiment, in the order in which they are done: for each cell the classifier that judges, the attacked
/// network, what is measured of the cut, what the attacker learns, and the attack. A part that an earlier cell has done
/// takes no time.
/// </summary>
internal static class AttackWork
{
    /// <summary>The classifier that judges.</summary>
    public const string Judge = "judge";

    /// <summary>The attacked network and what its defence learns.</summary>
    public const string Network = "network";

    /// <summary>What is measured of a cut whatever the attack.</summary>
    public const string Cut = "cut";

    /// <summary>The time of the whole experiment.</summary>
    public static TimeForecast Forecast(IReadOnlyList<WorkUnit> units)
    {
        double learning = units.Where(unit => unit.Kind is Judge or Network).Sum(unit => unit.Seconds);
        return new TimeForecast(learning, units.Sum(unit => unit.Seconds) - learning);
    }

    /// <summary>The parts for some cells of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cells">The cells that are not finished.</param>
    /// <param name="speed">The machine; null if nobody wants to know the time.</param>
    /// <param name="weights">What was trained before.</param>
    public static IReadOnlyList<WorkUnit> Of(AttackPlan plan, IReadOnlyList<AttackCell> cells, MachineSpeed? speed, WeightStore weights)
    {
        var done = new HashSet<string>();
        return [.. cells.SelectMany(cell => Parts(cell))];

        IEnumerable<WorkUnit> Parts(AttackCell cell)
        {
            AttackCost cost = cell.Case.Make(plan.Settings(cell), null).Cost(cell.Case.Outline(plan.Network, cell.Split, Pictures(plan, cell)));
            AttackSpeed? machine = speed?.Attack(plan.Network, cell.Case, cell.Split, plan.Settings(cell), cost);
            return
            [
                Once(Judge, "", () => Training(plan, speed, weights, IdentificationJudge.SpecFor(plan.Network), IdentificationJudge.SettingsFor(new TrainingSettings()), plan.Data.TrainCount)),
                Once(Network, AttackParts.Network(cell), () => Victim(plan, cell, speed, weights)),
                Once(Cut, AttackParts.Cut(cell), () => plan.Data.TestCount * speed!.Forward(plan.Network, cell.Split, cell.Defense)),
                Once(AttackParts.Learning(cell), AttackParts.Learned(cell), () => machine!.Preparation(cost)),
                new WorkUnit(AttackParts.Attack(cell), machine?.Work(cost, plan.Images) ?? 1),
            ];
        }

        WorkUnit Once(string kind, string what, Func<double> seconds) =>
            new(kind, done.Add($"{kind} {what}") && speed is not null ? seconds() : 0);
    }

    private static int Pictures(AttackPlan plan, AttackCell cell) =>
        cell.Case.Victim == VictimPart.All ? plan.Data.TrainCount : plan.Data.TrainCount / 2;

    private static double Victim(AttackPlan plan, AttackCell cell, MachineSpeed? speed, WeightStore weights)
    {
        int pictures = Pictures(plan, cell);
        double plain = plan.Weights is not null ? 0 : Training(plan, speed, weights, plan.Network, plan.Training(cell.TrainingSeed), pictures);
        return cell.Defense.Training == TrainingNeed.None ? plain : plain + Pass(speed, plan.Network, plan.Epochs * (double)pictures);
    }

    // Only of the whole data set is the name of the stored weights known.
    private static double Training(AttackPlan plan, MachineSpeed? speed, WeightStore weights, NetworkSpec network, TrainingSettings settings, int pictures) =>
        pictures == plan.Data.TrainCount && weights.ProbablyContains(network, plan.Data, settings)
            ? 0
            : Pass(speed, network, settings.Epochs * (double)pictures);

    private static double Pass(MachineSpeed? speed, NetworkSpec network, double pictures) => pictures * speed!.Training(network);
}
