using Fleet.Host.Plots;
using Fleet.Host.Results;
using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fleet.Host.Reports;

/// <summary>
/// The figure of a sweep: each cell a point at its mean latency and leakage, coloured by accuracy, numbered, with the
/// numbers explained beside it. Without leakage it shows the latency of each cell instead. 95 % intervals are thin
/// lines where there are replications.
/// </summary>
/// <remarks>
/// ScottPlot draws the frame, the grid, the points and the intervals; all text is drawn with the built-in characters
/// of <see cref="StrokeFont"/>, because ScottPlot draws none on a machine without fonts.
/// </remarks>
public static class SweepPlot
{
    private const int Width = 1240;
    private const int Height = 760;
    private const float TickSize = 15;
    private const float TitleSize = 17;
    private const float PointRadius = 8;

    private static readonly SKRect Area = new(92, 64, 770, 682);
    private static readonly SKColor Ink = new(0x1c, 0x22, 0x2b);
    private static readonly SKColor Quiet = new(0x5a, 0x64, 0x72);
    private static readonly Color Plain = new(0x3b, 0x7d, 0xd0);
    private static readonly Color IntervalColor = new(0x8a, 0x94, 0xa2);
    private static readonly Viridis AccuracyColors = new();

    /// <summary>The figure as PNG.</summary>
    public static byte[] RenderPng(string title, IReadOnlyList<SweepRow> rows)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Draw(surface.Canvas, title, rows);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The figure as SVG; its text is drawn as lines, so it looks the same everywhere.</summary>
    public static byte[] RenderSvg(string title, IReadOnlyList<SweepRow> rows)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream))
        {
            Draw(canvas, title, rows);
        }

        return stream.ToArray();
    }

    private static void Draw(SKCanvas canvas, string title, IReadOnlyList<SweepRow> rows)
    {
        bool leakage = rows.Any(row => double.IsFinite(row.Ssim.Mean));
        SweepAxes axes = leakage ? SweepAxes.LatencyAndLeakage(rows) : SweepAxes.LatencyByCell(rows);
        (double Low, double High)? accuracy = AccuracyRange(rows);
        using (Plot plot = Compose(axes, accuracy))
        {
            plot.Render(canvas, Width, Height);
        }

        string heading = leakage ? $"{title}: latency, leakage, accuracy" : $"{title}: latency";
        StrokeFont.Draw(canvas, StrokeFont.Fit(heading, 20, Width - 60), new SKPoint(28, 36), 20, Ink, bold: true);
        AxisText(canvas, axes);
        // Along an axis of cells the marks say which point is which.
        if (leakage) SweepLabels.Draw(canvas, [.. axes.Points.Select(point => (Pixel(point.X, point.Y), point.Number))], PointRadius, Area, Ink);
        float keyLeft = Area.Right + 36;
        if (accuracy is (double low, double high))
        {
            ColorBar(canvas, low, high);
            keyLeft += 116;
        }

        SweepKey.Draw(canvas, rows, SKRect.Create(keyLeft, Area.Top, Width - keyLeft - 20, Area.Height), leakage, Ink, Quiet);
    }

    private static (double Low, double High)? AccuracyRange(IReadOnlyList<SweepRow> rows)
    {
        double[] known = [.. rows.Select(row => row.Accuracy.Mean).Where(double.IsFinite)];
        if (known.Length == 0) return null;
        (double low, double high) = (known.Min(), known.Max());

        // One tenth of a per cent apart or less is one colour: the bar then shows a range around it.
        const double LeastRange = 0.001;
        return high - low >= LeastRange ? (low, high) : (low - 0.005, high + 0.005);
    }

    /// <summary>The plot in unit coordinates: both axes run from 0 to 1, the scales have placed everything already.</summary>
    private static Plot Compose(SweepAxes axes, (double Low, double High)? accuracy)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Axes.Bottom.TickGenerator = Ticks(axes.X);
        plot.Axes.Left.TickGenerator = Ticks(axes.Y);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = new Color(0xe6, 0xea, 0xef);
        plot.Layout.Fixed(new PixelPadding(Area.Left, Width - Area.Right, Height - Area.Bottom, Area.Top));
        foreach (SweepPoint point in axes.Points)
        {
            AddInterval(plot, point.XInterval, point.Y, horizontal: true);
            AddInterval(plot, point.YInterval, point.X, horizontal: false);
        }

        foreach (SweepPoint point in axes.Points)
        {
            Color color = accuracy is (double low, double high) && double.IsFinite(point.Row.Accuracy.Mean)
                ? AccuracyColors.GetColor((point.Row.Accuracy.Mean - low) / (high - low))
                : Plain;
            ScottPlot.Plottables.Marker marker = plot.Add.Marker(point.X, point.Y, MarkerShape.FilledCircle, 2 * PointRadius, color);
            marker.MarkerStyle.OutlineColor = new Color(Ink.Red, Ink.Green, Ink.Blue);
            marker.MarkerStyle.OutlineWidth = 1;
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

    private static void AddInterval(Plot plot, (double Low, double High)? interval, double across, bool horizontal)
    {
        if (interval is not (double low, double high)) return;
        ScottPlot.Plottables.LinePlot line = horizontal
            ? plot.Add.Line(low, across, high, across)
            : plot.Add.Line(across, low, across, high);
        line.Color = IntervalColor;
        line.LineWidth = 1.5f;
        line.MarkerSize = 0;
    }

    private static void AxisText(SKCanvas canvas, SweepAxes axes)
    {
        foreach (AxisTick tick in axes.X.Ticks)
        {
            float x = Pixel(axes.X.Position(tick.Value), 0).X;
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(x, Area.Bottom + 25), TickSize, Quiet, TextAnchor.Middle);
        }

        foreach (AxisTick tick in axes.Y.Ticks)
        {
            float y = Pixel(0, axes.Y.Position(tick.Value)).Y;
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(Area.Left - 12, y + 5), TickSize, Quiet, TextAnchor.End);
        }

        StrokeFont.Draw(canvas, axes.XTitle, new SKPoint(Area.MidX, Area.Bottom + 56), TitleSize, Ink, TextAnchor.Middle);
        canvas.Save();
        canvas.RotateDegrees(-90, 32, Area.MidY);
        StrokeFont.Draw(canvas, axes.YTitle, new SKPoint(32, Area.MidY), TitleSize, Ink, TextAnchor.Middle);
        canvas.Restore();
    }

    private static void ColorBar(SKCanvas canvas, double low, double high)
    {
        const int Steps = 64;
        SKRect bar = SKRect.Create(Area.Right + 30, Area.Top + 26, 18, 300);
        StrokeFont.Draw(canvas, "accuracy (%)", new SKPoint(bar.Left, Area.Top + 10), TickSize, Ink);
        for (int i = 0; i < Steps; i++)
        {
            Color color = AccuracyColors.GetColor(1 - ((i + 0.5) / Steps));
            using SKPaint fill = new() { Color = new SKColor(color.R, color.G, color.B) };
            canvas.DrawRect(SKRect.Create(bar.Left, bar.Top + (i * bar.Height / Steps), bar.Width, (bar.Height / Steps) + 0.5f), fill);
        }

        AxisScale scale = AxisScale.Linear(100 * low, 100 * high);
        foreach (AxisTick tick in scale.Ticks)
        {
            float y = bar.Bottom - (float)(bar.Height * scale.Position(tick.Value));
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(bar.Right + 8, y + 5), TickSize, Quiet);
        }
    }

    private static SKPoint Pixel(double x, double y) =>
        new(Area.Left + (float)(x * Area.Width), Area.Bottom - (float)(y * Area.Height));
}
