using System.Globalization;
using System.Text;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Statistics;

namespace Fleet.Host.Reports;

/// <summary>A cumulative distribution to draw.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Counts">The latencies in rising order.</param>
internal sealed record LatencyCurve(string Name, LatencyCount[] Counts);

/// <summary>The charts of the latency distribution.</summary>
internal static class LatencyCharts
{
    /// <summary>The most lines in one chart.</summary>
    public const int MaxCurves = 6;

    /// <summary>The share of the fastest and of the slowest requests beyond the ends of the axes.</summary>
    public const double LeftOut = 1.0 / LeftOutOf;

    /// <summary>With fewer latencies than this the axes hold all.</summary>
    public const int LeavesOutFrom = 5000;

    private const int LeftOutOf = 1000;
    private const int Height = 220;
    private const int Bins = 48;

    /// <summary>How many requests had which latency, with the percentiles marked.</summary>
    public static void Histogram(HtmlWriter page, LatencyCount[] counts, LatencyFigures figures)
    {
        AxisScale x = Axis(counts);
        double[] shares = Shares(counts, x);

        // Room above the bars for the names of the percentiles.
        const double Headroom = 1.28;
        AxisScale y = AxisScale.FromZero(100 * shares.Max() * Headroom);
        SvgPlot.Open(page, "Distribution", Height, x, y, Title(x), "requests in the bin (%)");
        for (int bin = 0; bin < Bins; bin++)
        {
            if (shares[bin] == 0) continue;
            double height = Height * y.Position(100 * shares[bin]);
            page.Line($"<rect class=\"bin\" x=\"{SvgPlot.Percent((bin + 0.06) / Bins)}\" width=\"{SvgPlot.Percent(0.88 / Bins)}\""
                + $" y=\"{Figures.Coordinate(Height - height)}\" height=\"{Figures.Coordinate(height)}\"/>");
        }

        Percentile(page, x, "p50", figures.P50, 0);
        Percentile(page, x, "p95", figures.P95, 1);
        Percentile(page, x, "p99", figures.P99, 2);
        SvgPlot.Close(page);
    }

    /// <summary>The share of the requests that were answered within each time.</summary>
    public static void Cumulative(HtmlWriter page, IReadOnlyList<LatencyCurve> curves)
    {
        LatencyCount[] all = [];
        foreach (LatencyCurve curve in curves) all = LatencyCount.Merge(all, curve.Counts);
        AxisScale x = Axis(all);
        AxisScale y = AxisScale.Linear(0, 100, 5);
        SvgPlot.Open(page, "Answered within", Height, x, y, Title(x), "requests (%)");
        for (int i = 0; i < curves.Count; i++) SvgPlot.Stretched(page, string.Create(CultureInfo.InvariantCulture, $"curve c{i}"), Path(curves[i], x));
        page.Line("</svg></div><p class=\"keys\">");
        for (int i = 0; i < curves.Count; i++)
        {
            page.Line(string.Create(CultureInfo.InvariantCulture, $"<span><i class=\"key line c{i}\"></i>{HtmlWriter.Escape(curves[i].Name)}</span>"));
        }

        page.Line("</p></figure>");
    }

    private static AxisScale Axis(LatencyCount[] counts) =>
        Total(counts) < LeavesOutFrom
            ? AxisScale.ForSpread(Milliseconds(counts[0]), Milliseconds(counts[^1]))
            : AxisScale.ForSpread(Quantile(counts, 1), Quantile(counts, LeftOutOf - 1));

    /// <summary>The latency in ms that so many parts of <see cref="LeftOutOf"/> do not exceed.</summary>
    private static double Quantile(LatencyCount[] counts, int parts)
    {
        long left = NearestRank.Of(Total(counts), parts, LeftOutOf);
        return Milliseconds(counts.First(count => (left -= count.Count) <= 0));
    }

    private static long Total(LatencyCount[] counts)
    {
        long total = 0;
        foreach (LatencyCount count in counts) total += count.Count;
        return total;
    }

    private static string Title(AxisScale x) => x.IsLogarithmic ? FigureQuantity.Latency.LogarithmicTitle : FigureQuantity.Latency.Title;

    private static double Milliseconds(LatencyCount count) => count.Nanoseconds / 1e6;

    private static double[] Shares(LatencyCount[] counts, AxisScale x)
    {
        double total = Total(counts);
        double[] shares = new double[Bins];
        foreach (LatencyCount count in counts)
        {
            double position = x.Position(Milliseconds(count));
            if (position is >= 0 and <= 1) shares[Math.Min(Bins - 1, (int)(Bins * position))] += count.Count / total;
        }

        return shares;
    }

    private static void Percentile(HtmlWriter page, AxisScale x, string name, double value, int row)
    {
        double position = x.Position(value);
        if (!(position is >= 0 and <= 1.001)) return;
        string left = SvgPlot.Percent(position);
        (string anchor, int shift) = position > 0.6 ? ("end", -5) : ("start", 5);
        int y = 10 + (row * 16);
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<line class=\"percentile\" x1=\"{left}\" x2=\"{left}\" y1=\"{y - 9}\" y2=\"{Height}\"/>")
            + string.Create(CultureInfo.InvariantCulture, $"<text class=\"label\" x=\"{left}\" dx=\"{shift}\" y=\"{y}\" text-anchor=\"{anchor}\">{name} {Figures.Short(value)} ms</text>"));
    }

    private static string Path(LatencyCurve curve, AxisScale x)
    {
        double total = Total(curve.Counts);
        StringBuilder path = new("M0 1000");
        double below = 0;
        int last = -1;
        foreach (LatencyCount count in curve.Counts)
        {
            int at = (int)Math.Round(1000 * Math.Clamp(x.Position(Milliseconds(count)), 0, 1));
            if (at != last) path.Append('H').Append(at);
            below += count.Count;
            path.Append('V').Append((int)Math.Round(1000 * (1 - (below / total))));
            last = at;
        }

        return path.Append("H1000").ToString();
    }
}
