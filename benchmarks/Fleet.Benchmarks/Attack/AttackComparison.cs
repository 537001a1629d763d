using Fleet.Models.Attacks;
using Fleet.Models.Leakage;

namespace Fleet.Benchmarks.Attack;

/// <summary>Our settings and the published ones at one cut.</summary>
/// <param name="Split">The cut.</param>
/// <param name="Plan">How much was measured.</param>
/// <param name="Ours">Our settings, round by round.</param>
/// <param name="Single">The published ones, one picture at a time: other pictures in each round.</param>
/// <param name="Batch">The published ones, ten pictures at a time.</param>
internal sealed record AttackComparison(
    string Split, AttackPlan Plan, IReadOnlyList<AttackMeasurement> Ours, IReadOnlyList<AttackMeasurement> Single, IReadOnlyList<AttackMeasurement> Batch)
{
    private const int ReferenceBatch = 10;

    // What the authors of the attack report for their shallowest cut and for the others.
    private const int ShallowIterations = 2_000;
    private const int DeepIterations = 5_000;

    /// <summary>How many iterations the published settings get at a cut.</summary>
    public static int ReferenceIterations(string split) =>
        AttackSubject.Spec.IndexOf(split) == 0 ? ShallowIterations : DeepIterations;

    /// <summary>How many times as fast as the published settings one at a time: the median over the rounds.</summary>
    public double RatioOne => Median(Ours.Zip(Single, (ours, single) => ours.PerSecond / single.PerSecond));

    /// <summary>How many times as fast as the published settings in batches: the median over the rounds.</summary>
    public double RatioBatch => Median(Ours.Zip(Batch, (ours, batch) => ours.PerSecond / batch.PerSecond));

    /// <summary>What our settings recover of the pictures that the published ones are run on.</summary>
    public AttackMeasurement OursOnSame => Ours[0] with { Scores = [.. Ours[0].Scores.Take(Plan.ReferenceImages)] };

    /// <summary>Whether the same pictures come out at least as well, on average.</summary>
    public bool IsAtLeastAsGood => OursOnSame.PsnrDb >= Batch[0].PsnrDb && OursOnSame.Ssim >= Batch[0].Ssim;

    /// <summary>Measures in turn.</summary>
    public static AttackComparison Of(AttackSubject subject, string split, AttackPlan plan, int warmUpIterations)
    {
        RmleSettings own = RmleDefaults.For(subject.Network.Spec, split) with { Iterations = plan.Iterations };
        RmleSettings reference = RmleSettings.PublishedFor(subject.Network.Spec, split, ReferenceIterations(split));
        int images = Math.Max(plan.Images, plan.ReferenceImages);
        int batch = Math.Min(ReferenceBatch, plan.ReferenceImages);
        foreach (int size in (int[])[RmleReconstructor.BatchSize, batch, 1])
        {
            subject.Attack(split, reference with { Iterations = warmUpIterations }, 0, Math.Min(size, images), size);
        }

        List<AttackMeasurement> ours = [], single = [], batches = [];
        for (int round = 0; round < plan.Rounds; round++)
        {
            int first = round * plan.ReferenceImages / plan.Rounds;
            int count = Math.Max(1, ((round + 1) * plan.ReferenceImages / plan.Rounds) - first);
            ours.Add(subject.Attack(split, own, 0, images, RmleReconstructor.BatchSize));
            single.Add(subject.Attack(split, reference, first, count, 1));
            batches.Add(subject.Attack(split, reference, 0, plan.ReferenceImages, batch));
        }

        return new AttackComparison(split, plan, ours, single, batches);
    }

    /// <summary>All rounds as one: the median time of a picture, the scores of the pictures.</summary>
    public static AttackMeasurement Together(IReadOnlyList<AttackMeasurement> rounds, bool samePictures)
    {
        ImageScore[] scores = [.. samePictures ? rounds[0].Scores : rounds.SelectMany(round => round.Scores)];
        return new AttackMeasurement(rounds[0].Batch, scores, scores.Length / Median(rounds.Select(round => round.PerSecond)));
    }

    /// <summary>The median; of an even number, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
