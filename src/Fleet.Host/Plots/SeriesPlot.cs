using Fleet.Models.Statistics;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>A point of a series.</summary>
/// <param name="X">Where it stands on the figure's x axis.</param>
/// <param name="Y">Its value.</param>
/// <param name="Range">Where its value lies with confidence; an undefined one is not drawn.</param>
/// <param name="Label">A few characters beside it, or none.</param>
internal readonly record struct PlotPoint(double X, double Y, Interval Range, string Label = "");

/// <summary>A series of one panel.</summary>
/// <param name="Name">What it is, for the key: series of one name look alike in all panels.</param>
/// <param name="Kind">Series of one kind share a colour.</param>
/// <param name="Hollow">Whether its marks are hollow and its line is thin.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record PlotSeries(string Name, string Kind, bool Hollow, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>Whether the others are to be compared with it: it is drawn in black.</summary>
    public bool IsReference { get; init; }
}

/// <summary>Panels one above the other, one for each quantity of the figure.</summary>
/// <param name="Title">What they have in common; empty where there is a single column.</param>
/// <param name="Panels">The series of each.</param>
internal sealed record PlotColumn(string Title, IReadOnlyList<IReadOnlyList<PlotSeries>> Panels);

/// <summary>A figure: a grid of panels with one x axis for all and one y axis for each quantity, and a key beside them.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XTitle">What x is, with its unit.</param>
/// <param name="X">The scale of x.</param>
/// <param name="Quantities">What y is in the panels of each column, with its unit.</param>
/// <param name="Columns">The columns, in reading order.</param>
/// <param name="Note">What the bars at the points are, for the key.</param>
internal sealed record PlotFigure(
    string Title, string XTitle, AxisScale X, IReadOnlyList<string> Quantities, IReadOnlyList<PlotColumn> Columns, string Note);

/// <summary>
/// Draws a <see cref="PlotFigure"/>. All text is drawn with the built-in characters of <see cref="StrokeFont"/>, because the
/// plotting library draws none on a machine without fonts.
/// </summary>
internal static class SeriesPlot
{
    private const float TickSize = 15;
    private const float LabelSize = 11;
    private const float KeySize = 14;

    // Room in which a panel's marks may stand out of its frame.
    private const int Overhang = 10;

    private static readonly SKColor Ink = new(0x1c, 0x22, 0x2b);
    private static readonly SKColor Quiet = new(0x5a, 0x64, 0x72);
    private static readonly Color[] Palette =
    [
        new(0x3b, 0x7d, 0xd0), new(0xd9, 0x5f, 0x02), new(0x2c, 0x8a, 0x57), new(0xb0, 0x3a, 0x8e), new(0x8c, 0x6d, 0x1f),
        new(0x5b, 0x4f, 0xbf), new(0xc2, 0x3b, 0x3b), new(0x1f, 0x8e, 0x99), new(0x6f, 0x78, 0x84), new(0x7a, 0xa6, 0x2b),
    ];

    /// <summary>The figure as PNG.</summary>
    public static byte[] RenderPng(PlotFigure figure)
    {
        SeriesPlotLayout layout = SeriesPlotLayout.Of(figure);
        using SKSurface surface = SKSurface.Create(new SKImageInfo(layout.Width, layout.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        Draw(surface.Canvas, figure, layout);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>The figure as SVG; its text is drawn as lines, so it looks the same everywhere.</summary>
    public static byte[] RenderSvg(PlotFigure figure)
    {
        SeriesPlotLayout layout = SeriesPlotLayout.Of(figure);
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(layout.Width, layout.Height), stream))
        {
            Draw(canvas, figure, layout);
        }

        return stream.ToArray();
    }

    private static void Draw(SKCanvas canvas, PlotFigure figure, SeriesPlotLayout layout)
    {
        StrokeFont.Draw(canvas, StrokeFont.Fit(figure.Title, 20, layout.Width - 60), new SKPoint(28, 36), 20, Ink, bold: true);
        string[] kinds = [.. Series(figure).Where(series => !series.IsReference).Select(series => series.Kind).Distinct()];
        AxisScale[] scales = [.. figure.Quantities.Select((_, quantity) => ScaleOf(figure, quantity))];
        for (int column = 0; column < figure.Columns.Count; column++)
        {
            DrawColumn(canvas, figure, layout, column, scales, kinds);
        }

        StrokeFont.Draw(canvas, figure.XTitle, layout.XTitle, 17, Ink, TextAnchor.Middle);
        DrawKey(canvas, [.. Series(figure).DistinctBy(series => series.Name)], figure.Note, layout, kinds);
    }

    private static IEnumerable<PlotSeries> Series(PlotFigure figure) => figure.Columns.SelectMany(column => column.Panels).SelectMany(panel => panel);

    /// <summary>One scale for all panels of a quantity, so that they compare.</summary>
    private static AxisScale ScaleOf(PlotFigure figure, int quantity)
    {
        double[] values =
        [
            .. figure.Columns.SelectMany(column => column.Panels[quantity]).SelectMany(series => series.Points)
                .SelectMany(point => (double[])[point.Y, point.Range.Low, point.Range.High]).Where(double.IsFinite),
        ];
        if (values.Length == 0)
        {
            return AxisScale.Linear(0, 1);
        }

        double room = 0.08 * (values.Max() - values.Min());
        return AxisScale.Linear(values.Min() - room, values.Max() + room);
    }

    private static void DrawColumn(
        SKCanvas canvas, PlotFigure figure, SeriesPlotLayout layout, int column, AxisScale[] scales, string[] kinds)
    {
        PlotColumn content = figure.Columns[column];
        for (int quantity = 0; quantity < content.Panels.Count; quantity++)
        {
            SKRect place = layout.Panel(column, quantity);
            DrawPanel(canvas, place, figure.X, scales[quantity], content.Panels[quantity], kinds);
            if (layout.IsFirstOfLine(column))
            {
                DrawYAxis(canvas, place, scales[quantity], figure.Quantities[quantity]);
            }
        }

        SKRect first = layout.Panel(column, 0);
        StrokeFont.Draw(canvas, StrokeFont.Fit(content.Title, TickSize, first.Width), new SKPoint(first.MidX, first.Top - 12), TickSize, Ink, TextAnchor.Middle, bold: true);
        SKRect last = layout.Panel(column, content.Panels.Count - 1);
        foreach (AxisTick tick in figure.X.Ticks)
        {
            var below = new SKPoint(last.Left + ((float)figure.X.Position(tick.Value) * last.Width), last.Bottom + 25);
            if (layout.TicksLean)
            {
                canvas.Save();
                canvas.RotateDegrees(-SeriesPlotLayout.LeaningDegrees, below.X, below.Y);
                StrokeFont.Draw(canvas, tick.Text, new SKPoint(below.X + 6, below.Y), TickSize, Quiet, TextAnchor.End);
                canvas.Restore();
            }
            else
            {
                StrokeFont.Draw(canvas, tick.Text, below, TickSize, Quiet, TextAnchor.Middle);
            }
        }
    }

    private static void DrawYAxis(SKCanvas canvas, SKRect place, AxisScale y, string title)
    {
        foreach (AxisTick tick in y.Ticks)
        {
            float height = place.Top + (place.Height * (float)(1 - y.Position(tick.Value)));
            StrokeFont.Draw(canvas, tick.Text, new SKPoint(place.Left - 12, height + 5), TickSize, Quiet, TextAnchor.End);
        }

        canvas.Save();
        canvas.RotateDegrees(-90, 32, place.MidY);
        StrokeFont.Draw(canvas, title, new SKPoint(32, place.MidY), 17, Ink, TextAnchor.Middle);
        canvas.Restore();
    }

    private static void DrawPanel(SKCanvas canvas, SKRect place, AxisScale x, AxisScale y, IReadOnlyList<PlotSeries> series, string[] kinds)
    {
        using (Plot plot = Compose(x, y, series, kinds))
        {
            plot.Layout.Fixed(new PixelPadding(Overhang, Overhang, Overhang, Overhang));
            canvas.Save();
            canvas.Translate(place.Left - Overhang, place.Top - Overhang);
            canvas.ClipRect(SKRect.Create(place.Width + (2 * Overhang), place.Height + (2 * Overhang)));
            plot.Render(canvas, (int)place.Width + (2 * Overhang), (int)place.Height + (2 * Overhang));
            canvas.Restore();
        }

        SKRect area = SKRect.Inflate(place, Overhang, Overhang);
        (SKPoint At, string Label)[] labels =
        [
            .. series.SelectMany(one => OuterFirst(one.Points)).Where(point => double.IsFinite(point.Y)).Select(point => (new SKPoint(
                place.Left + (place.Width * (float)x.Position(point.X)), place.Top + (place.Height * (float)(1 - y.Position(point.Y)))), point.Label)),
        ];
        foreach ((string text, SKPoint at, TextAnchor anchor) in PointLabels.Place(labels, LabelSize, area))
        {
            StrokeFont.DrawOverLines(canvas, text, at, LabelSize, Quiet, anchor);
        }
    }

    // The ends of a line say between which levels the others lie, so they get their labels first.
    private static IEnumerable<PlotPoint> OuterFirst(IReadOnlyList<PlotPoint> points) =>
        points.Select((point, i) => (Point: point, Outer: Math.Min(i, points.Count - 1 - i))).OrderBy(one => one.Outer).Select(one => one.Point);

    // In unit coordinates: both axes run from 0 to 1, the scales have placed everything already.
    private static Plot Compose(AxisScale x, AxisScale y, IReadOnlyList<PlotSeries> series, string[] kinds)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.Axes.Bottom.TickGenerator = Ticks(x);
        plot.Axes.Left.TickGenerator = Ticks(y);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = new Color(0xe6, 0xea, 0xef);
        foreach (PlotSeries one in series)
        {
            PlotPoint[] points = [.. one.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
            Color color = ColorOf(one, kinds);
            foreach (PlotPoint point in points.Where(point => double.IsFinite(point.Range.Low) && double.IsFinite(point.Range.High)))
            {
                double at = x.Position(point.X);
                ScottPlot.Plottables.Scatter bar = plot.Add.Scatter([at, at], (double[])[y.Position(point.Range.Low), y.Position(point.Range.High)], color.WithAlpha(0.45));
                bar.LineWidth = 2;
                bar.MarkerSize = 0;
            }

            if (points.Length == 0) continue;
            ScottPlot.Plottables.Scatter scatter = plot.Add.Scatter(
                points.Select(point => x.Position(point.X)).ToArray(), points.Select(point => y.Position(point.Y)).ToArray(), color);
            scatter.LineWidth = one.Hollow ? 1 : 2;
            scatter.MarkerSize = 8;
            scatter.MarkerShape = one.Hollow ? MarkerShape.OpenCircle : MarkerShape.FilledCircle;
            scatter.MarkerLineWidth = one.Hollow ? 2 : 0;
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

    private static void DrawKey(SKCanvas canvas, IReadOnlyList<PlotSeries> series, string note, SeriesPlotLayout layout, string[] kinds)
    {
        float y = layout.Panel(0, 0).Top + 14;
        foreach (PlotSeries one in series)
        {
            Color color = ColorOf(one, kinds);
            using SKPaint pen = new() { Color = new SKColor(color.R, color.G, color.B), IsStroke = true, IsAntialias = true, StrokeWidth = one.Hollow ? 1 : 2 };
            canvas.DrawLine(layout.KeyLeft, y - 5, layout.KeyLeft + 28, y - 5, pen);
            using SKPaint mark = new() { Color = pen.Color, IsStroke = one.Hollow, IsAntialias = true, StrokeWidth = 2 };
            canvas.DrawCircle(layout.KeyLeft + 14, y - 5, 4, mark);
            foreach (string line in StrokeFont.Wrap(one.Name, KeySize, SeriesPlotLayout.KeyTextWidth))
            {
                StrokeFont.Draw(canvas, line, new SKPoint(layout.KeyLeft + 38, y), KeySize, Ink);
                y += 20;
            }

            y += 6;
        }

        foreach (string line in StrokeFont.Wrap(note, KeySize, SeriesPlotLayout.KeyTextWidth))
        {
            StrokeFont.Draw(canvas, line, new SKPoint(layout.KeyLeft, y + 8), KeySize, Quiet);
            y += 20;
        }
    }

    private static Color ColorOf(PlotSeries series, string[] kinds) =>
        series.IsReference ? new(Ink.Red, Ink.Green, Ink.Blue) : Palette[Array.IndexOf(kinds, series.Kind) % Palette.Length];
}
