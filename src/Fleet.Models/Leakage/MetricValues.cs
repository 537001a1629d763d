using Fleet.Models.Statistics;

namespace Fleet.Models.Leakage;

/// <summary>A value for each metric of leakage.</summary>
/// <typeparam name="T">Of a picture a number, of a cut or a row what is known of its mean.</typeparam>
public sealed class MetricValues<T> : IEquatable<MetricValues<T>>
{
    private readonly T[] _values = new T[LeakageMetrics.All.Count];

    /// <summary>Asks for the values in the order of the metrics; those before it are there already.</summary>
    public MetricValues(Func<LeakageMetric, MetricValues<T>, T> valueOf)
    {
        foreach (LeakageMetric metric in LeakageMetrics.All) _values[metric.Index] = valueOf(metric, this);
    }

    /// <summary>The value of a metric.</summary>
    public T this[LeakageMetric metric] => _values[metric.Index];

    /// <inheritdoc/>
    public bool Equals(MetricValues<T>? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricValues<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Length == 0 ? 0 : HashCode.Combine(_values[0], _values[^1]);
}

/// <summary>Measures and sums up.</summary>
public static class MetricValues
{
    /// <summary>The metrics of one reconstruction; NaN for those of cuts.</summary>
    public static MetricValues<double> Of(ReconstructedPicture picture) => OfPicture(metric => metric.OfPicture!(picture));

    /// <summary>The metrics of one picture from those that are measured on it; others follow from them or are NaN.</summary>
    public static MetricValues<double> OfPicture(Func<LeakageMetric, double> measured) => new((metric, values) =>
        metric.OfPicture is not null ? measured(metric)
        : metric is { IsOfPicture: true, From: { } from } ? metric.Map(values[from])
        : double.NaN);

    /// <summary>The metrics of a cut; means of NaN for those of pictures.</summary>
    /// <param name="cut">What crossed it.</param>
    /// <param name="inExperiment">Whether those are measured too that only attack experiments have.</param>
    public static MetricValues<MeanEstimate> Of(CutSample cut, bool inExperiment) =>
        OfCut(metric => inExperiment || !metric.OnlyInExperiments ? metric.OfCut!(cut) : MeanEstimate.Unknown);

    /// <summary>The metrics of a cut from those that are measured on it; others follow from them or have means of NaN.</summary>
    public static MetricValues<MeanEstimate> OfCut(Func<LeakageMetric, MeanEstimate> measured) => new((metric, values) =>
        metric.OfCut is not null ? measured(metric)
        : metric is { IsOfPicture: false, From: { } from } ? MeanEstimate.Exactly(metric.Map(values[from].Mean))
        : MeanEstimate.Unknown);

    /// <summary>A metric of pictures over several of them, which count as independent. A share leaves out those of which it is unknown.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="seed">The key of the bootstrap.</param>
    public static MeanEstimate Over(IEnumerable<MetricValues<double>> pictures, LeakageMetric metric, ulong seed = 0)
    {
        double[] values = [.. pictures.Select(picture => picture[metric]).Where(value => !metric.IsShare || !double.IsNaN(value))];
        return values.Length == 0 ? MeanEstimate.Unknown
            : metric.IsShare ? MeanEstimate.OfShare([.. values.Select(value => value == 1)])
            : MeanEstimate.Of(values, seed);
    }
}
