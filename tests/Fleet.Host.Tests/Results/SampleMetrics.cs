using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Results;

/// <summary>Metrics with given values; those not named are 0.</summary>
internal static class SampleMetrics
{
    public static MetricValues<double> OfPicture(
        double mse = 0, double psnrDb = 0, double ssim = 0, double wang11 = 0, double paper = 0, bool? identified = true)
    {
        var given = new Dictionary<LeakageMetric, double>
        {
            [LeakageMetrics.Mse] = mse,
            [LeakageMetrics.PsnrDb] = psnrDb,
            [LeakageMetrics.Ssim] = ssim,
            [LeakageMetrics.SsimWang11] = wang11,
            [LeakageMetrics.SsimPaper] = paper,
            [LeakageMetrics.Identified] = identified is { } known ? (known ? 1 : 0) : double.NaN,
            [LeakageMetrics.OriginalIdentified] = 1,
        };
        return MetricValues.OfPicture(metric => given.GetValueOrDefault(metric));
    }

    public static MetricValues<MeanEstimate> OfCut(double distanceCorrelation, FisherLeakage? fisher = null) => MetricValues.OfCut(metric =>
        metric == LeakageMetrics.DistanceCorrelation ? MeanEstimate.Exactly(distanceCorrelation)
        : metric == LeakageMetrics.DistanceCorrelationSquare ? MeanEstimate.Exactly(0.7)
        : metric.OfCut!(new CutSample([], [], fisher)));

    /// <summary>The same with another value.</summary>
    public static MetricValues<T> With<T>(this MetricValues<T> metrics, LeakageMetric changed, T value) =>
        new((metric, _) => metric == changed ? value : metrics[metric]);
}
