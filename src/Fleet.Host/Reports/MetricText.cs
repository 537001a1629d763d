using Fleet.Host.Terminal;
using Fleet.Models.Leakage;

namespace Fleet.Host.Reports;

/// <summary>Metrics of leakage as people read them.</summary>
internal static class MetricText
{
    /// <summary>A value.</summary>
    public static string Of(LeakageMetric metric, double value) =>
        metric.IsShare ? Figures.Percent(value, 0) : metric.Decimals is { } decimals ? Figures.Fixed(value, decimals) : Figures.Short(value);

    /// <summary>A value; nothing where it does not exist.</summary>
    public static string OrNothing(LeakageMetric metric, double value) => double.IsNaN(value) && !metric.IsMean ? "" : Of(metric, value);
}
