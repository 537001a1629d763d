using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fleet.Host.Reports;

/// <summary>A named series of a panel.</summary>
/// <param name="Name">What it is, for the key.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record PlotSeries(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One panel of a figure: an axis of values over the figure's common x axis.</summary>
/// <param name="Title">What y is, with its unit.</param>
/// <param name="Series">The series; those of equal position in all panels share a colour and a line of the key.</param>
internal sealed record PlotPanel(string Title, IReadOnlyList<PlotSeries> Series);

/// <summary>
/// Panels one above the other over one x axis, with a key beside them. All text is drawn with the built-in characters of
/// <see cref="StrokeFont"/>, because the plotting library draws none on a machine without fonts.
/// </summary>
internal static class SeriesPlot
{
    private const int Width = 1240;
    private const int PanelHeight = 330;
    private const int Top = 64;
    private const int Bottom = 74;
    private const float Left = 92;
    private const float Right = 800;
    private const int Gap = 34;
    private const float TickSize = 15;
    private const float KeySize = 14;

    private static readonly SKColor Ink = new(0x1c, 0x22, 0x2b);
    private static readonly SKColor Quiet = new(0x5a, 0x64, 0x72);
    private static readonly Color[] Palette =
    [
        new(0x3b, 0x7d, 0xd0), new(0xd9, 0x5f, 0x02), new(0x2c, 0x8a, 0x57), new(0xb0, 0x3a, 0x8e), new(0x8c, 0x6d, 0x1f),
        new(0x5b, 0x4f, 0xbf), new(0xc2, 0x3b, 0x3b), new(0x1f, 0x8e, 0x99), new(0x6f, 0x78, 0x84), new(0x7a, 0xa6, 0x2b),
    ];

    /// <summary>The figure as PNG.</summary>
    public static byte[] RenderPng(string title, string xTitle, AxisScale x, IReadOnlyList<PlotPanel> panels)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height(panels), SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        Draw(surface.Canvas, title, xTitle, x, panels);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The figure as SVG; its text is drawn as lines, so it looks the same everywhere.</summary>
    public static byte[] RenderSvg(string title, string xTitle, AxisScale x, IReadOnlyList<PlotPanel> panels)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height(panels)), stream))
        {
            Draw(canvas, title, xTitle, x, panels);
        }

        return stream.ToArray();
    }

    private static int Height(IReadOnlyList<PlotPanel> panels) => Top + (panels.Count * (PanelHeight + Gap)) - Gap + Bottom;

    private static void Draw(SKCanvas canvas, string title, string xTitle, AxisScale x, IReadOnlyList<PlotPanel> panels)
    {
        StrokeFont.Draw(canvas, StrokeFont.Fit(title, 20, Width - 60), new SKPoint(28, 36), 20, Ink, bold: true);
        for (int i = 0; i < panels.Count; i++)
        {
            DrawPanel(canvas, Top + (i * (PanelHeight + Gap)), x, panels[i]);
        }

        float bottom = Height(panels) - Bottom;
        foreach (AxisTick tick in x.Ticks)
        {
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(Along(x, tick.Value), bottom + 25), TickSize, Quiet, TextAnchor.Middle);
        }

        StrokeFont.Draw(canvas, xTitle, new SKPoint((Left + Right) / 2, bottom + 56), 17, Ink, TextAnchor.Middle);
        DrawKey(canvas, panels[0].Series);
    }

    private static void DrawPanel(SKCanvas canvas, float top, AxisScale x, PlotPanel panel)
    {
        double[] values = [.. panel.Series.SelectMany(series => series.Points).Select(point => point.Y).Where(double.IsFinite)];
        double room = values.Length == 0 ? 0 : 0.08 * (values.Max() - values.Min());
        AxisScale y = values.Length == 0 ? AxisScale.Linear(0, 1) : AxisScale.Linear(values.Min() - room, values.Max() + room);
        using (Plot plot = Compose(x, y, panel))
        {
            canvas.Save();
            canvas.Translate(0, top - Top);
            canvas.ClipRect(new SKRect(0, Top - 8, Right + 20, Top + PanelHeight + 8));
            plot.Render(canvas, Width, Top + PanelHeight + Bottom);
            canvas.Restore();
        }

        foreach (AxisTick tick in y.Ticks)
        {
            float height = top + (PanelHeight * (float)(1 - y.Position(tick.Value)));
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(Left - 12, height + 5), TickSize, Quiet, TextAnchor.End);
        }

        canvas.Save();
        canvas.RotateDegrees(-90, 32, top + (PanelHeight / 2));
        StrokeFont.Draw(canvas, panel.Title, new SKPoint(32, top + (PanelHeight / 2)), 17, Ink, TextAnchor.Middle);
        canvas.Restore();
    }

    // In unit coordinates: both axes run from 0 to 1, the scales have placed everything already.
    private static Plot Compose(AxisScale x, AxisScale y, PlotPanel panel)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Axes.Bottom.TickGenerator = Ticks(x);
        plot.Axes.Left.TickGenerator = Ticks(y);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = new Color(0xe6, 0xea, 0xef);
        plot.Layout.Fixed(new PixelPadding(Left, Width - Right, Bottom, Top));
        for (int i = 0; i < panel.Series.Count; i++)
        {
            (double X, double Y)[] points = [.. panel.Series[i].Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
            if (points.Length == 0) continue;
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(
                points.Select(point => x.Position(point.X)).ToArray(), points.Select(point => y.Position(point.Y)).ToArray(), ColorOf(i));
            scatter.LineWidth = 2;
            scatter.MarkerSize = 9;
        }

        return plot;
    }

    private static NumericManual Ticks(AxisScale scale)
    {
        double[] positions = [.. scale.Ticks.Select(tick => scale.Position(tick.Value))];
        string[] noText = new string[positions.Length];
        Array.Fill(noText, string.Empty);
        return new NumericManual(positions, noText);
    }

    private static void DrawKey(SKCanvas canvas, IReadOnlyList<PlotSeries> series)
    {
        float y = Top + 14;
        for (int i = 0; i < series.Count; i++)
        {
            Color color = ColorOf(i);
            using SKPaint fill = new() { Color = new SKColor(color.R, color.G, color.B) };
            canvas.DrawRect(SKRect.Create(Right + 40, y - 9, 20, 6), fill);
            foreach (string line in StrokeFont.Wrap(series[i].Name, KeySize, Width - Right - 90))
            {
                StrokeFont.Draw(canvas, line, new SKPoint(Right + 70, y), KeySize, Ink);
                y += 20;
            }

            y += 6;
        }
    }

    private static Color ColorOf(int series) => Palette[series % Palette.Length];

    private static float Along(AxisScale x, double value) => Left + (float)(x.Position(value) * (Right - Left));
}
