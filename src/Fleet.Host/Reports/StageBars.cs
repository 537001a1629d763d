using System.Globalization;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Plots;
using Fleet.Host.Terminal;

namespace Fleet.Host.Reports;

/// <summary>The mean latency of some devices and its parts.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="MeanMs">The mean latency in ms.</param>
/// <param name="StagesMs">The mean of each stage in ms.</param>
internal sealed record StageBar(string Name, double MeanMs, IReadOnlyList<double> StagesMs);

/// <summary>Bars of the mean latency, divided into stages, on one common axis.</summary>
internal static class StageBars
{
    /// <summary>With more device classes than this only the bar of all devices is drawn.</summary>
    public const int MaxBars = 12;

    /// <summary>
    /// Hue says where the time is spent (device blue, uplink amber, server green, downlink violet), lightness what it is
    /// spent on, in the order of the stages there (waiting light, then strong, then dark).
    /// </summary>
    private static readonly Dictionary<string, string[]> Shades = new(StringComparer.Ordinal)
    {
        ["device"] = ["#b3cdeb", "#3f7fcc", "#1f4a82"],
        ["uplink"] = ["#f5d39f", "#e6951f", "#a9600b"],
        ["server"] = ["#b5dfbf", "#3d9b58", "#1e5a30"],
        ["downlink"] = ["#dcc4ea", "#a065c2", "#683588"],
    };

    private const int BarHeight = 26;
    private const int RowHeight = 54;

    /// <summary>The colours of the stages.</summary>
    public static string Css { get; } = string.Concat(StageTimes.Stages.GroupBy(stage => stage.Place).SelectMany(place => place.Select((stage, i) =>
    {
        string shade = Shades[place.Key][Math.Min(i, Shades[place.Key].Length - 1)];
        return string.Create(CultureInfo.InvariantCulture, $".s{stage.Index} {{ fill: {shade}; color: {shade}; }}\n");
    })));

    /// <summary>Writes the chart.</summary>
    public static void Write(HtmlWriter page, IReadOnlyList<StageBar> bars)
    {
        AxisScale x = AxisScale.FromZero(bars.Max(bar => bar.MeanMs), 5);
        int height = bars.Count * RowHeight;
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<figure class=\"chart bars\"><div class=\"plot\"><svg role=\"img\" aria-label=\"Mean time by stage\" width=\"100%\" height=\"{height}\">"));
        foreach (AxisTick tick in x.Ticks)
        {
            string left = SvgPlot.Percent(x.Position(tick.Value));
            page.Line(string.Create(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{left}\" x2=\"{left}\" y1=\"0\" y2=\"{height}\"/>")
                + string.Create(CultureInfo.InvariantCulture, $"<text class=\"tick\" x=\"{left}\" y=\"{height + 17}\" text-anchor=\"middle\">{tick.Text}</text>"));
        }

        for (int i = 0; i < bars.Count; i++) Bar(page, bars[i], x, i * RowHeight);
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"100%\" y=\"{height + 36}\" text-anchor=\"end\">mean time (ms)</text>"));
        page.Line("</svg></div></figure>");
    }

    private static void Bar(HtmlWriter page, StageBar bar, AxisScale x, int top)
    {
        page.Line(string.Create(CultureInfo.InvariantCulture, $"<text class=\"row\" x=\"0\" y=\"{top + 15}\">{HtmlWriter.Escape(bar.Name)}")
            + $" <tspan class=\"quiet\">{Figures.Short(bar.MeanMs)} ms</tspan></text>");
        double left = 0;
        for (int stage = 0; stage < bar.StagesMs.Count; stage++)
        {
            double width = x.Position(bar.StagesMs[stage]);
            if (width > 0)
            {
                page.Line(string.Create(CultureInfo.InvariantCulture, $"<rect class=\"s{stage}\" x=\"{SvgPlot.Percent(left)}\" width=\"{SvgPlot.Percent(width)}\" y=\"{top + 22}\" height=\"{BarHeight}\"/>"));
            }

            left += width;
        }
    }
}
