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
/// <param name="PsnrDb">PSNR in dB.</param>
/// <param name="Ssim">SSIM in the convention uniform7.</param>
/// <param name="SsimPaper">SSIM in the convention of the papers' code.</param>
/// <param name="Recognisable">The share of pictures with SSIM (uniform7) above 0.3, over all seeds, with its 95 % interval.</param>
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
    SeedMedian PsnrDb,
    SeedMedian Ssim,
    SeedMedian SsimPaper,
    MeanEstimate Recognisable,
    double Seconds)
{
    /// <summary>Every setting of the attack; null for the strongest of several.</summary>
    public required IAttackSettings? Settings { get; init; }

    /// <summary>The settings that the user gave, as text; empty if none.</summary>
    public string GivenSettings { get; init; } = "";

    /// <summary>Mean squared error of the pixels in [0, 1].</summary>
    public required SeedMedian Mse { get; init; }

    /// <summary>The share of reconstructions in which the independent classifier sees the true class, with its 95 % interval.</summary>
    public required MeanEstimate Identified { get; init; }

    /// <summary>The share of originals in which it does.</summary>
    public required MeanEstimate OriginalsIdentified { get; init; }

    /// <summary>The distance correlation of pictures and defended activations; it has no bootstrap interval.</summary>
    public required SeedMedian DistanceCorrelation { get; init; }

    /// <summary>Its bias-corrected square.</summary>
    public required SeedMedian DistanceCorrelationSquare { get; init; }

    /// <summary>The bound for any attack without bias; null where the defence has no Gaussian noise that gives one.</summary>
    public RowBound? Bound { get; init; }

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
    /// split the strongest attack, if the plan asks for it.
    /// </summary>
    public static IReadOnlyList<AttackRow> Of(AttackPlan plan, IReadOnlyList<FinishedCell> cells)
    {
        StrongestCell[] strongest = plan.Strongest ? [.. StrongestAttack.Of(plan, cells)] : [];
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
        ImageResult[][] images = [.. members.Select(member => member.Result.Images.ToArray())];
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
            SeedMedian.Of(images, image => image.PsnrDb),
            SeedMedian.Of(images, image => image.SsimUniform7),
            SeedMedian.Of(images, image => image.SsimPaper),
            Share(images, image => image.SsimUniform7 > ImageScore.RecognisableAbove),
            members.Select(member => member.Result.PreparationSeconds + member.Result.AttackSeconds).Mean())
        {
            Settings = plan.Settings(cell),
            GivenSettings = AttackSettings.Given(cell.Case.Settings),
            Device = plan.Compute.Name,
            PreparationFlops = members[0].Result.PreparationFlops,
            FlopsPerImage = members[0].Result.FlopsPerImage,
            Mse = SeedMedian.Of(images, image => image.Mse),
            Identified = Share(images, image => image.Identified),
            OriginalsIdentified = Share(images, image => image.OriginalIdentified),
            DistanceCorrelation = SeedMedian.Of(members.Select(member => Certain(member.Result.Cut.DistanceCorrelation))),
            DistanceCorrelationSquare = SeedMedian.Of(members.Select(member => Certain(member.Result.Cut.DistanceCorrelationSquare))),
            Bound = RowBound.Of([.. members.Select(member => member.Result.Cut.Bound).OfType<NoiseBound>()]),
        };
    }

    private static MeanEstimate Share(ImageResult[][] seeds, Func<ImageResult, bool> hit) => MeanEstimate.OfShare([.. seeds.SelectMany(one => one).Select(hit)]);

    private static MeanEstimate Certain(double value) => new(value, Interval.Undefined);
}

/// <summary>The bound beside a row: dFIL and the mean squared error below which no attack without bias comes.</summary>
/// <param name="Dfil">dFIL.</param>
/// <param name="Mse">The mean of 1 / dFIL.</param>
/// <param name="IsExact">Whether the Jacobian was computed in full for every seed.</param>
internal sealed record RowBound(SeedMedian Dfil, SeedMedian Mse, bool IsExact)
{
    /// <summary>The PSNR in dB that belongs to the least mean squared error: what an attack without bias reaches at most.</summary>
    public double PsnrDb => NoiseBound.PsnrDb(Mse.Median);

    /// <summary>The bound over some seeds; null without any.</summary>
    public static RowBound? Of(IReadOnlyList<NoiseBound> seeds) => seeds.Count == 0 ? null : new RowBound(
        SeedMedian.Of(seeds.Select(seed => seed.Dfil)), SeedMedian.Of(seeds.Select(seed => seed.MseBound)), seeds.All(seed => seed.IsExact));
}

/// <summary>A figure of leakage: the median over seeds of the means over the pictures, and how far it is known.</summary>
/// <param name="Median">The median over the seeds of each seed's mean over the pictures; with one seed its mean.</param>
/// <param name="Low">The least of the seeds' means.</param>
/// <param name="High">The greatest of the seeds' means.</param>
/// <param name="Ci95">The 95 % bootstrap interval of the mean over the pictures of the seed that gave the median.</param>
internal sealed record SeedMedian(double Median, double Low, double High, Interval Ci95)
{
    private const ulong ResamplingSeed = 1;

    /// <summary>Sums up the pictures of each seed.</summary>
    public static SeedMedian Of(IReadOnlyList<ImageResult[]> seeds, Func<ImageResult, double> value) =>
        Of(seeds.Select(images => MeanEstimate.Of([.. images.Select(value)], ResamplingSeed)));

    /// <summary>Sums up the means of each seed.</summary>
    public static SeedMedian Of(IEnumerable<MeanEstimate> seeds)
    {
        MeanEstimate[] ordered = [.. seeds.OrderBy(seed => seed.Mean)];
        return new SeedMedian(
            ordered.Select(seed => seed.Mean).Median(), ordered[0].Mean, ordered[^1].Mean, ordered[(ordered.Length - 1) / 2].Ci95);
    }
}
