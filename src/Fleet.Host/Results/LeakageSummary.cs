using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>Sums up attacked messages per knowledge, attack, adaptivity, split and defence.</summary>
internal static class LeakageSummary
{
    /// <summary>One row per group, in the order in which the groups first appear.</summary>
    /// <param name="samples">The attacked messages.</param>
    /// <param name="cuts">What was measured of each group's messages, whatever the attack.</param>
    public static IReadOnlyList<LeakageRow> Of(
        IReadOnlyList<LeakageSample> samples, IReadOnlyDictionary<LeakageGroup, MetricValues<MeanEstimate>> cuts) =>
        [.. Groups(samples, sample => sample).Select(group => Row(group.Key, group.Value, cuts.GetValueOrDefault(group.Key)))];

    /// <summary>Items by what their attack and message have in common, in the order of first appearance.</summary>
    public static IReadOnlyList<KeyValuePair<LeakageGroup, List<T>>> Groups<T>(
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

    private static LeakageRow Row(LeakageGroup group, List<LeakageSample> samples, MetricValues<MeanEstimate>? cut) => new(
        group.Knowledge, group.Attack, group.Adaptive, group.Split, group.Defense, samples.Count, new MetricValues<MeanEstimate>((metric, _) =>
        {
            // What summary.json does not say is not kept.
            if (metric.InSummary == MetricForm.None) return MeanEstimate.Unknown;
            MeanEstimate figure = metric.IsOfPicture ? MetricValues.Over(samples.Select(sample => sample.Metrics), metric) : cut?[metric] ?? MeanEstimate.Unknown;
            return metric.InSummary == MetricForm.Value ? MeanEstimate.Exactly(figure.Mean) : figure;
        }));
}

/// <summary>What the messages of one leakage row have in common.</summary>
internal readonly record struct LeakageGroup(string Knowledge, string Attack, bool Adaptive, string Split, string Defense)
{
    /// <summary>The group of a message.</summary>
    public static LeakageGroup Of(LeakageSample sample) => new(sample.Knowledge, sample.Attack, sample.Adaptive, sample.Split, sample.Defense);
}
