using Fleet.Models.Statistics;
using Fleet.Models.Tensors;

namespace Fleet.Models.Leakage;

/// <summary>Measures what the reconstructions of one attack show: every metric of a leakage row, from one place.</summary>
/// <param name="shape">The shape of the pictures.</param>
/// <param name="convention">How the structural similarity is computed.</param>
/// <param name="judge">The independent classifier, or null to leave identification out. The caller keeps it alive.</param>
public sealed class LeakageMeter(TensorShape shape, SsimConvention convention = SsimConvention.Uniform7, IdentificationJudge? judge = null)
{
    /// <summary>Compares reconstructions with originals. Equal arguments give equal results.</summary>
    /// <param name="originals">The pictures sent, in [0, 1], channel after channel, row after row.</param>
    /// <param name="reconstructions">What was made of each, in the same layout.</param>
    /// <param name="labels">The class of each; needed with a judge only.</param>
    /// <param name="messages">What crossed the link for each, flat, for the distance correlation; or null to leave it out.</param>
    /// <param name="fisher">The bound for these pictures, or null where there is none.</param>
    public LeakageStatistics Measure(
        IReadOnlyList<float[]> originals,
        IReadOnlyList<float[]> reconstructions,
        IReadOnlyList<int>? labels = null,
        IReadOnlyList<float[]>? messages = null,
        FisherLeakage? fisher = null)
    {
        if (originals.Count != reconstructions.Count)
        {
            throw new ArgumentException($"There are {originals.Count} originals and {reconstructions.Count} reconstructions.", nameof(reconstructions));
        }

        ImageScore[] scores = [.. originals.Zip(reconstructions, (original, guess) => ImageQuality.Score(original, guess, shape, convention))];
        return LeakageStatistics.Of(scores) with
        {
            Identified = judge is null ? null : MeanEstimate.OfShare(judge.Identifies(reconstructions, labels ?? [])),
            Dependence = messages is null || messages.Count < 2 ? null : Dependence.Of(originals, messages),
            Fisher = fisher,
        };
    }
}

/// <summary>How much messages depend on pictures.</summary>
/// <param name="DistanceCorrelation">The distance correlation of the sample, in [0, 1].</param>
/// <param name="CorrectedSquare">Its bias-corrected square, at most 1; NaN for fewer than four messages.</param>
public sealed record Dependence(double DistanceCorrelation, double CorrectedSquare)
{
    /// <summary>The dependence of a sample of messages on the pictures they were made from.</summary>
    /// <param name="pictures">The pictures, at least two.</param>
    /// <param name="messages">What crossed the link for each, flat.</param>
    public static Dependence Of(IReadOnlyList<float[]> pictures, IReadOnlyList<float[]> messages) =>
        new(Leakage.DistanceCorrelation.Of(pictures, messages), Leakage.DistanceCorrelation.CorrectedSquare(pictures, messages));
}
