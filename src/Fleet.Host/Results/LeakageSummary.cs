using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>Sums up attacked messages per knowledge, attack, adaptivity, split and defence.</summary>
public static class LeakageSummary
{
    /// <summary>One row per group, in the order in which the groups first appear.</summary>
    /// <param name="samples">The attacked messages.</param>
    /// <param name="ssimConvention">The convention to sum up: uniform7 (the default), wang11 or paper.</param>
    public static IReadOnlyList<LeakageRow> Of(IReadOnlyList<LeakageSample> samples, string ssimConvention = "uniform7") =>
        Of(samples, new Dictionary<LeakageGroup, LeakageMeasures>(), ssimConvention);

    /// <summary>The same with what was measured of each group's messages.</summary>
    internal static IReadOnlyList<LeakageRow> Of(
        IReadOnlyList<LeakageSample> samples, IReadOnlyDictionary<LeakageGroup, LeakageMeasures> measures, string ssimConvention) =>
        [.. Groups(samples, sample => sample).Select(group => Row(group.Key, group.Value, measures.GetValueOrDefault(group.Key), ssimConvention))];

    /// <summary>Items by what their attack and message have in common, in the order of first appearance.</summary>
    internal static IReadOnlyList<KeyValuePair<LeakageGroup, List<T>>> Groups<T>(
        IReadOnlyList<T> items, Func<T, LeakageSample> sampleOf)
    {
        OrderedDictionary<LeakageGroup, List<T>> groups = [];
        foreach (T item in items)
        {
            LeakageSample s = sampleOf(item);
            LeakageGroup key = LeakageGroup.Of(s);
            if (!groups.TryGetValue(key, out List<T>? members))
            {
                members = [];
                groups.Add(key, members);
            }

            members.Add(item);
        }

        return [.. groups];
    }

    /// <summary>The SSIM of a sample in a convention.</summary>
    internal static double Ssim(LeakageSample sample, string convention) => convention switch
    {
        "uniform7" => sample.SsimUniform7,
        "wang11" => sample.SsimWang11,
        "paper" => sample.SsimPaper,
        _ => throw new ArgumentException($"There is no SSIM convention '{convention}'.", nameof(convention)),
    };

    private static LeakageRow Row(LeakageGroup group, List<LeakageSample> samples, LeakageMeasures? measures, string convention)
    {
        bool[] identified = [.. samples.Select(sample => sample.Identified).OfType<bool>()];
        LeakageStatistics statistics = LeakageStatistics.Of(
            [.. samples.Select(sample => new ImageScore(sample.Mse, sample.PsnrDb, Ssim(sample, convention)))]);
        return new LeakageRow(
            group.Knowledge,
            group.Attack,
            group.Adaptive,
            group.Split,
            group.Defense,
            statistics.Samples,
            statistics.Mse,
            statistics.PsnrDb,
            statistics.Ssim,
            convention,
            statistics.Recognisable)
        {
            IdentificationAccuracy = identified.Length == 0 ? null : MeanEstimate.OfShare(identified),
            DistanceCorrelation = measures?.DistanceCorrelation,
            Dfil = measures?.Fisher?.Dfil,
            DfilMseBound = measures?.Fisher?.MseBound,
        };
    }
}

/// <summary>What the messages of one leakage row have in common.</summary>
internal readonly record struct LeakageGroup(string Knowledge, string Attack, bool Adaptive, string Split, string Defense)
{
    /// <summary>The group of a message.</summary>
    public static LeakageGroup Of(LeakageSample sample) => new(sample.Knowledge, sample.Attack, sample.Adaptive, sample.Split, sample.Defense);
}
