using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Models.Statistics;

namespace Fleet.Host.Reports;

/// <summary>A cell placed in the figure; all positions are shares of the axes.</summary>
/// <param name="Row">The cell.</param>
/// <param name="Number">Its number in the figure, from 1.</param>
/// <param name="X">The position along x.</param>
/// <param name="Y">The position along y.</param>
/// <param name="XInterval">The interval along x, if there is one.</param>
/// <param name="YInterval">The interval along y, if there is one.</param>
internal sealed record SweepPoint(
    SweepRow Row, int Number, double X, double Y, (double Low, double High)? XInterval, (double Low, double High)? YInterval);

/// <summary>The axes of a sweep's figure and the cells placed in them.</summary>
internal sealed record SweepAxes(AxisScale X, AxisScale Y, string XTitle, string YTitle, IReadOnlyList<SweepPoint> Points)
{
    private const double Room = 0.08;

    /// <summary>Mean latency along x, SSIM along y; cells that lack one of them are left out.</summary>
    public static SweepAxes LatencyAndLeakage(IReadOnlyList<SweepRow> rows)
    {
        (SweepRow Row, int Number)[] shown =
        [
            .. rows.Select((row, i) => (row, i + 1))
                .Where(cell => double.IsFinite(cell.row.Ssim.Mean) && double.IsFinite(cell.row.LatencyMeanMs.Mean)),
        ];
        AxisScale x = Latency(shown.Select(cell => cell.Row));
        AxisScale y = Padded(shown.SelectMany(cell => Values(cell.Row.Ssim)), AxisScale.Linear);
        return new SweepAxes(
            x,
            y,
            LatencyTitle(x),
            "leakage (mean SSIM)",
            [
                .. shown.Select(cell => new SweepPoint(
                    cell.Row,
                    cell.Number,
                    x.Position(cell.Row.LatencyMeanMs.Mean),
                    y.Position(cell.Row.Ssim.Mean),
                    Place(x, cell.Row.LatencyMeanMs.Ci95),
                    Place(y, cell.Row.Ssim.Ci95))),
            ]);
    }

    /// <summary>The cells along x, mean latency along y.</summary>
    public static SweepAxes LatencyByCell(IReadOnlyList<SweepRow> rows)
    {
        const int MaxMarks = 20;
        AxisScale x = AxisScale.WholeNumbers(1, Math.Max(1, rows.Count), MaxMarks);
        AxisScale y = Latency(rows.Where(row => double.IsFinite(row.LatencyMeanMs.Mean)));
        return new SweepAxes(
            x,
            y,
            "cell",
            LatencyTitle(y),
            [
                .. rows.Select((row, i) => (Row: row, Number: i + 1))
                    .Where(cell => double.IsFinite(cell.Row.LatencyMeanMs.Mean))
                    .Select(cell => new SweepPoint(
                        cell.Row,
                        cell.Number,
                        x.Position(cell.Number),
                        y.Position(cell.Row.LatencyMeanMs.Mean),
                        null,
                        Place(y, cell.Row.LatencyMeanMs.Ci95))),
            ]);
    }

    private static string LatencyTitle(AxisScale scale) =>
        scale.IsLogarithmic ? "mean latency (ms, logarithmic)" : "mean latency (ms)";

    private static AxisScale Latency(IEnumerable<SweepRow> rows) =>
        Padded(rows.SelectMany(row => Values(row.LatencyMeanMs)), (low, high, _) => AxisScale.ForSpread(low, high));

    private static IEnumerable<double> Values(Estimate estimate) =>
        new[] { estimate.Mean, estimate.Ci95.Low, estimate.Ci95.High }.Where(double.IsFinite);

    /// <summary>A scale with some room on both sides, but not across zero.</summary>
    private static AxisScale Padded(IEnumerable<double> values, Func<double, double, int, AxisScale> scale)
    {
        const int Marks = 6;
        double[] all = [.. values];
        if (all.Length == 0) return scale(0, 1, Marks);
        (double low, double high) = (all.Min(), all.Max());
        if (low == high) return scale(low, high, Marks);
        if (scale(low, high, Marks).IsLogarithmic)
        {
            double factor = Math.Pow(high / low, Room);
            return scale(low / factor, high * factor, Marks);
        }

        double room = Room * (high - low);
        return scale(low >= 0 ? Math.Max(0, low - room) : low - room, high + room, Marks);
    }

    private static (double Low, double High)? Place(AxisScale scale, Interval interval) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High)
            ? (scale.Position(interval.Low), scale.Position(interval.High))
            : null;
}
