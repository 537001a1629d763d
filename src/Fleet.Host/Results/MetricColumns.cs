using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Results;

/// <summary>The columns of metrics in the tables of attacked pictures.</summary>
internal static class MetricColumns
{
    /// <summary>The columns of the metrics of reconstructions.</summary>
    /// <param name="values">Takes them out of a row.</param>
    /// <param name="inExperiment">Whether the table is that of an attack experiment, in which each is known of each picture.</param>
    public static IEnumerable<ParquetColumn<TRow>> OfPictures<TRow>(ColumnValue<TRow, MetricValues<double>> values, bool inExperiment) =>
        from metric in LeakageMetrics.All
        where metric is { Column: not null, IsOfPicture: true } && (inExperiment || !metric.OnlyInExperiments)
        select !metric.IsShare ? ParquetColumn<TRow>.Double(metric.Column!, (in TRow row) => values(row)[metric])
            : inExperiment ? ParquetColumn<TRow>.Bool(metric.Column!, (in TRow row) => values(row)[metric] == 1)
            : ParquetColumn<TRow>.OptionalBool(metric.Column!, (in TRow row) => values(row)[metric] is var flag && double.IsNaN(flag) ? null : flag == 1);

    /// <summary>The columns of the metrics of cuts.</summary>
    /// <param name="values">Takes them out of a row.</param>
    public static IEnumerable<ParquetColumn<TRow>> OfCuts<TRow>(ColumnValue<TRow, MetricValues<MeanEstimate>> values) =>
        from metric in LeakageMetrics.All
        where metric is { Column: not null, IsOfPicture: false }
        select ParquetColumn<TRow>.OptionalDouble(metric.Column!, (in TRow row) => values(row)[metric].Mean);
}
