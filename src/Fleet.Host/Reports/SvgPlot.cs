using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Host.Terminal;

namespace Fleet.Host.Reports;

/// <summary>
/// Writes charts as inline SVG that follow the width of the page: positions along x are percentages, text keeps its
/// size, and only the drawing of the data is stretched.
/// </summary>
internal static class SvgPlot
{
    /// <summary>Opens a chart with its axes.</summary>
    /// <param name="page">The page.</param>
    /// <param name="title">What it shows, also for screen readers.</param>
    /// <param name="height">The height of the plot area in pixels.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="xTitle">What x is, with its unit.</param>
    /// <param name="yTitle">What y is, with its unit.</param>
    public static void Open(HtmlWriter page, string title, int height, AxisScale x, AxisScale y, string xTitle, string yTitle)
    {
        page.Line($"<figure class=\"chart\"><figcaption>{HtmlWriter.Escape(title)}</figcaption>");
        page.Line($"<p class=\"ytitle\">{HtmlWriter.Escape(yTitle)}</p>");
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<div class=\"plot\"><svg role=\"img\" aria-label=\"{HtmlWriter.Escape(title)}\" width=\"100%\" height=\"{height}\">"));
        foreach (AxisTick tick in y.Ticks)
        {
            string top = Figures.Coordinate(height * (1 - y.Position(tick.Value)));
            page.Line($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{top}\" y2=\"{top}\"/>"
                + $"<text class=\"tick\" x=\"-8\" y=\"{top}\" dy=\".32em\" text-anchor=\"end\">{tick.Text}</text>");
        }

        foreach (AxisTick tick in x.Ticks)
        {
            string left = Percent(x.Position(tick.Value));
            page.Line(string.Create(CultureInfo.InvariantCulture, $"<line class=\"mark\" x1=\"{left}\" x2=\"{left}\" y1=\"{height}\" y2=\"{height + 5}\"/>")
                + string.Create(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{left}\" y=\"{height + 19}\" text-anchor=\"middle\">{tick.Text}</text>"));
        }

        page.Line(string.Create(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"{height}\" y2=\"{height}\"/>"));
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"100%\" y=\"{height + 38}\" text-anchor=\"end\">{HtmlWriter.Escape(xTitle)}</text>"));
    }

    /// <summary>Adds a path in a square of 1000 x 1000 that is stretched over the plot area.</summary>
    public static void Stretched(HtmlWriter page, string cssClass, string path) =>
        page.Line("<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">"
            + $"<path class=\"{cssClass}\" d=\"{path}\" vector-effect=\"non-scaling-stroke\"/></svg>");

    /// <summary>Closes the chart.</summary>
    public static void Close(HtmlWriter page) => page.Line("</svg></div></figure>");

    /// <summary>A share of the width.</summary>
    public static string Percent(double share) => Figures.Coordinate(100 * share) + "%";
}
