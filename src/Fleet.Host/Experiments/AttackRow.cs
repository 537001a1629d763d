using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;
using MathNet.Numerics.Statistics;

namespace Fleet.Host.Experiments;

/// <summary>What one attack leaks at one defended cut, over the pictures and seeds.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Attack">The attack.</param>
/// <param name="Case">What its attacker has.</param>
/// <param name="Knowledge">white-box, black-box or query-free.</param>
/// <param name="Adaptive">Whether the attacker allows for the defence.</param>
/// <param name="Defense">The defence in canonical form.</param>
/// <param name="Accuracy">The accuracy of the defended network, the mean over training seeds.</param>
/// <param name="Samples">Pictures attacked for each seed.</param>
/// <param name="Seeds">Networks and shadow models: combinations of training seed and attacker's seed.</param>
/// <param name="Metrics">The metrics that attack.json has; null for one that does not exist.</param>
/// <param name="Seconds">Wall-clock seconds for one seed, preparation included, the mean.</param>
internal sealed record AttackRow(
    string Network,
    string Data,
    string Split,
    string Attack,
    string Case,
    string Knowledge,
    bool Adaptive,
    string Defense,
    double Accuracy,
    int Samples,
    int Seeds,
    MetricValues<SeedMedian?> Metrics,
    double Seconds)
{
    private const ulong ResamplingSeed = 1;

    /// <summary>Every setting of the attack; null for the strongest of several.</summary>
    public required IAttackSettings? Settings { get; init; }

    /// <summary>The settings that the user gave, as text; empty if none.</summary>
    public string GivenSettings { get; init; } = "";

    /// <summary>PSNR in dB.</summary>
    public SeedMedian PsnrDb => Metrics[LeakageMetrics.PsnrDb]!;

    /// <summary>SSIM in the convention uniform7.</summary>
    public SeedMedian Ssim => Metrics[LeakageMetrics.Ssim]!;

    /// <summary>SSIM in the convention of the papers' code.</summary>
    public SeedMedian SsimPaper => Metrics[LeakageMetrics.SsimPaper]!;

    /// <summary>Where the tensors were computed: cpu, cuda:0, ...</summary>
    public required string Device { get; init; }

    /// <summary>Operations of the preparation at its limit, once for each seed.</summary>
    public required long PreparationFlops { get; init; }

    /// <summary>Operations for each picture at the limit of iterations.</summary>
    public required long FlopsPerImage { get; init; }

    /// <summary>For the strongest of several attacks: which they are, in their order, and of how many pictures each recovers most, over all seeds.</summary>
    public IReadOnlyList<(string Attack, int Pictures)>? Strongest { get; init; }

    /// <summary>
    /// A row for each combination of split, attack, case, defence and adaptivity, in the order of the plan; behind those of a
    /// split the strongest attack.
    /// </summary>
    public static IReadOnlyList<AttackRow> Of(AttackPlan plan, IReadOnlyList<FinishedCell> cells, IReadOnlyList<StrongestCell> strongest)
    {
        return [.. plan.Splits.SelectMany(split => (AttackRow[])[.. OfAttacks(split), .. OfStrongest(split)])];

        IEnumerable<AttackRow> OfAttacks(string split) =>
            from attack in plan.Cases
            from defense in plan.Defenses
            from adaptive in (bool[])[false, true]
            let members = cells.Where(c => c.Cell.Split == split && c.Cell.Case.Key == attack.Key
                && c.Cell.Defense.Equals(defense) && c.Cell.Adaptive == adaptive).ToArray()
            where members.Length > 0
            select Row(plan, members);

        IEnumerable<AttackRow> OfStrongest(string split) =>
            from defense in plan.Defenses
            from adaptive in (bool[])[false, true]
            let members = strongest.Where(c => c.Cell.Split == split && c.Cell.Defense.Equals(defense) && c.Cell.Adaptive == adaptive).ToArray()
            where members.Length > 0
            select Row(plan, [.. members.Select(member => new FinishedCell(member.Cell, member.Result))]) with
            {
                Attack = StrongestAttack.Name,
                Case = AttackCase.White,
                Knowledge = AttackCase.White,
                GivenSettings = "",
                Settings = null,
                Strongest = [.. StrongestAttack.Of(plan).Select(one =>
                    (one.Key, members.Sum(member => member.Winners.Count(winner => winner.Key == one.Key))))],
            };
    }

    private static AttackRow Row(AttackPlan plan, FinishedCell[] members)
    {
        AttackCell cell = members[0].Cell;
        return new AttackRow(
            plan.Network.Name,
            plan.Data.Name,
            cell.Split,
            cell.Case.Attack,
            cell.Case.Name,
            cell.Case.Knowledge,
            cell.Adaptive,
            cell.Defense.Canonical,
            members.Select(member => member.Result.Cut.Accuracy).Mean(),
            plan.Images,
            members.Length,
            new MetricValues<SeedMedian?>((metric, values) => Figure(metric, values, members)),
            members.Select(member => member.Result.PreparationSeconds + member.Result.AttackSeconds).Mean())
        {
            Settings = plan.Settings(cell),
            GivenSettings = AttackSettings.Given(cell.Case.Settings),
            Device = plan.Compute.Name,
            PreparationFlops = members[0].Result.PreparationFlops,
            FlopsPerImage = members[0].Result.FlopsPerImage,
        };
    }

    private static SeedMedian? Figure(LeakageMetric metric, MetricValues<SeedMedian?> before, FinishedCell[] members)
    {
        if (metric.InExperiment == MetricForm.None)
        {
            return null;
        }

        if (metric.IsOfPicture)
        {
            MetricValues<double>[][] seeds = [.. members.Select(member => member.Result.Images.Select(image => image.Metrics).ToArray())];
            return SeedMedian.Of(metric.IsShare
                ? [MetricValues.Over(seeds.SelectMany(one => one), metric)]
                : seeds.Select(one => MetricValues.Over(one, metric, ResamplingSeed)));
        }

        if (metric.From is { } from)
        {
            return before[from] is { } value ? SeedMedian.Of([MeanEstimate.Exactly(metric.Map(value.Median))]) : null;
        }

        MeanEstimate[] cuts = [.. members.Select(member => member.Result.Cut.Metrics[metric]).Where(cut => !metric.IsBound || !double.IsNaN(cut.Mean))];
        return cuts.Length == 0 ? null : SeedMedian.Of(cuts);
    }
}

/// <summary>A figure of leakage: the median over seeds of the means over the pictures, and how far it is known.</summary>
/// <param name="Median">The median over the seeds of each seed's mean over the pictures; with one seed its mean.</param>
/// <param name="Low">The least of the seeds' means.</param>
/// <param name="High">The greatest of the seeds' means.</param>
/// <param name="Ci95">The 95 % bootstrap interval of the mean over the pictures of the seed that gave the median.</param>
internal sealed record SeedMedian(double Median, double Low, double High, Interval Ci95)
{
    /// <summary>Sums up the means of each seed.</summary>
    public static SeedMedian Of(IEnumerable<MeanEstimate> seeds)
    {
        MeanEstimate[] ordered = [.. seeds.OrderBy(seed => seed.Mean)];
        return new SeedMedian(
            ordered.Select(seed => seed.Mean).Median(), ordered[0].Mean, ordered[^1].Mean, ordered[(ordered.Length - 1) / 2].Ci95);
    }
}
