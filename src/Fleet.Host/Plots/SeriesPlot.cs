using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>Draws a <see cref="PlotFigure"/>: a ScottPlot plot for each panel, all of the same size.</summary>
internal sealed class SeriesPlot
{
    private const int MostInLine = 5;
    private const int Margin = 20;
    private const int Top = 56;
    private const int LeftSize = 74;
    private const int RightSize = 14;
    private const int ColumnTitleHeight = 24;
    private const int XTitleHeight = 28;
    private const int PanelGap = 14;
    private const int KeyWidth = 420;
    private const float ColumnTitleSize = 15;
    private const float LeaningDegrees = 40;
    private const float MarkRadius = 4;

    private readonly PlotFigure _figure;
    private readonly string[] _kinds;
    private readonly int _inLine;
    private readonly float _panelWidth;
    private readonly float _axesHeight;
    private readonly float _tickHeight;
    private readonly bool _ticksLean;
    private readonly int _width;
    private readonly int _height;

    private SeriesPlot(PlotFigure figure)
    {
        _figure = figure;
        _kinds = [.. figure.Series.Where(series => !series.IsReference).Select(series => series.Kind).Distinct()];
        int lines = (figure.Columns.Count + MostInLine - 1) / MostInLine;
        _inLine = (figure.Columns.Count + lines - 1) / lines;
        _panelWidth = _inLine switch { 1 => 800, 2 => 520, 3 => 440, _ => 370 };
        _axesHeight = figure.Columns.Count == 1 ? 300 : 220;
        float widest = figure.XNames.Select(name => FigureFont.Measure(name, FigureStyle.TextSize)).DefaultIfEmpty(0).Max();
        _ticksLean = (widest + 8) * figure.XNames.Count > _panelWidth - LeftSize - RightSize;
        _tickHeight = _ticksLean ? 16 + (widest * MathF.Sin(LeaningDegrees * MathF.PI / 180)) : 24;
        using Plot key = Key();
        PixelSize keySize = FigureStyle.Measure(key.Legend);
        float titleWidth = FigureFont.Measure(figure.Title, FigureStyle.TitleSize);
        _width = (int)Math.Max((_inLine * _panelWidth) + keySize.Width, titleWidth) + (2 * Margin);
        _height = (int)Math.Max(Top + (lines * LineHeight), Top + keySize.Height + Margin);
    }

    // The panels of a column one above the other, with the column's title above and the title of x below them.
    private float LineHeight => ColumnTitleHeight + (_figure.Quantities.Count * PanelHeight) + XTitleHeight;

    private float PanelHeight => _axesHeight + _tickHeight + PanelGap;

    /// <summary>The figure as PNG.</summary>
    public static byte[] RenderPng(PlotFigure figure)
    {
        SeriesPlot plot = new(figure);
        return FigureStyle.Png(plot._width, plot._height, plot.Draw);
    }

    /// <summary>The figure as SVG.</summary>
    public static byte[] RenderSvg(PlotFigure figure)
    {
        SeriesPlot plot = new(figure);
        return FigureStyle.Svg(plot._width, plot._height, plot.Draw);
    }

    private void Draw(SKCanvas canvas)
    {
        using Paint paint = Paint.NewDisposablePaint();
        LabelStyle title = new() { Text = _figure.Title, FontSize = FigureStyle.TitleSize, ForeColor = FigureStyle.Ink };
        title.Render(canvas, new Pixel(Margin, Margin), paint);
        for (int column = 0; column < _figure.Columns.Count; column++)
        {
            for (int quantity = 0; quantity < _figure.Quantities.Count; quantity++)
            {
                using Plot panel = Panel(column, quantity);
                panel.Render(canvas, Place(column, quantity));
            }
        }

        using Plot key = Key();
        key.Legend.Render(canvas, paint, new PixelRect(Margin + (_inLine * _panelWidth), _width, _height, Top), Alignment.UpperLeft);
    }

    private PixelRect Place(int column, int quantity)
    {
        float left = Margin + (column % _inLine * _panelWidth);
        float top = Top + (column / _inLine * LineHeight) + ColumnTitleHeight + (quantity * PanelHeight);
        return new PixelRect(left, left + _panelWidth, top + PanelHeight + (IsLast(quantity) ? XTitleHeight : 0), quantity == 0 ? top - ColumnTitleHeight : top);
    }

    private bool IsLast(int quantity) => quantity == _figure.Quantities.Count - 1;

    private Plot Panel(int column, int quantity)
    {
        PlotColumn content = _figure.Columns[column];
        Plot plot = FigureStyle.NewPlot(IsLast(quantity) ? _figure.XTitle : "", column % _inLine == 0 ? _figure.Quantities[quantity].Title : "");
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        if (quantity == 0) plot.Title(FigureFont.Fit(content.Title, ColumnTitleSize, _panelWidth - LeftSize), ColumnTitleSize);

        // Panels of one size have their axes in one line only if what stands around these has one size too.
        SetSize(plot.Axes.Left, LeftSize);
        SetSize(plot.Axes.Right, RightSize);
        SetSize(plot.Axes.Top, 0);
        SetSize(plot.Axes.Title, quantity == 0 ? ColumnTitleHeight : 0);
        SetSize(plot.Axes.Bottom, _tickHeight + PanelGap + (IsLast(quantity) ? XTitleHeight : 0));
        foreach (PlotSeries series in content.Panels[quantity]) Add(plot, series);
        plot.PlottableList.Add(new PointLabels(
            [.. content.Panels[quantity].SelectMany(series => OuterFirst(Drawn(series))).Select(point => (new Coordinates(point.X, point.Y), point.Label))],
            size: 11,
            MarkRadius + 1,
            rings: 1));
        SetX(plot.Axes.Bottom);

        // One range for all panels of a quantity, so that they compare.
        FigureStyle.SetRange(plot.Axes.Left, _figure.Columns.SelectMany(other => other.Panels[quantity]).SelectMany(series => series.Points)
            .SelectMany(point => (double[])[point.Y, point.Range.Low, point.Range.High]));
        return plot;
    }

    private static void SetSize(IPanel panel, float size) => (panel.MinimumSize, panel.MaximumSize) = (size, size);

    private void SetX(IXAxis axis)
    {
        if (_figure.XNames.Count == 0)
        {
            FigureStyle.SetRange(axis, _figure.Series.SelectMany(series => series.Points).Select(point => point.X));
            return;
        }

        axis.TickGenerator = new NumericManual([.. Enumerable.Range(0, _figure.XNames.Count).Select(i => (double)i)], [.. _figure.XNames]);
        (axis.Min, axis.Max) = (-0.5, _figure.XNames.Count - 0.5);
        if (!_ticksLean) return;
        axis.TickLabelStyle.Rotation = -LeaningDegrees;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
    }

    private void Add(Plot plot, PlotSeries series)
    {
        PlotPoint[] points = [.. Drawn(series)];
        if (points.Length == 0) return;
        PlotPoint[] ranges = [.. points.Where(point => double.IsFinite(point.Range.Low) && double.IsFinite(point.Range.High))];
        plot.PlottableList.Add(new ScottPlot.Plottables.ErrorBar(
            [.. ranges.Select(point => point.X)],
            [.. ranges.Select(point => point.Y)],
            null,
            null,
            [.. ranges.Select(point => point.Range.High - point.Y)],
            [.. ranges.Select(point => point.Y - point.Range.Low)])
        { Color = ColorOf(series).WithAlpha(0.45), LineWidth = 2, CapSize = 0 });
        var scatter = plot.Add.Scatter(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
        scatter.LineStyle = Line(series);
        scatter.MarkerStyle = Mark(series);
    }

    private Plot Key()
    {
        Plot plot = new();
        FigureStyle.SetKey(plot.Legend).ManualItems =
        [
            .. _figure.Series.DistinctBy(series => series.Name).Select(series => new LegendItem
            {
                LabelText = FigureFont.Fit(series.Name, FigureStyle.TextSize, KeyWidth),
                LineStyle = Line(series),
                MarkerStyle = Mark(series),
            }),
            .. FigureFont.Wrap(_figure.Note, FigureStyle.TextSize, KeyWidth).Select(line => new LegendItem { LabelText = line, MarkerShape = MarkerShape.None }),
        ];
        return plot;
    }

    private LineStyle Line(PlotSeries series) => new() { Width = series.Hollow ? 1 : 2, Color = ColorOf(series) };

    private MarkerStyle Mark(PlotSeries series) =>
        new(series.Hollow ? MarkerShape.OpenCircle : MarkerShape.FilledCircle, 2 * MarkRadius, ColorOf(series)) { LineWidth = series.Hollow ? 2 : 0 };

    private Color ColorOf(PlotSeries series) =>
        series.IsReference ? FigureStyle.Ink : FigureStyle.Palette[Array.IndexOf(_kinds, series.Kind) % FigureStyle.Palette.Count];

    private static IEnumerable<PlotPoint> Drawn(PlotSeries series) => series.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y));

    // The ends of a line say between which levels the others lie, so they get their labels first.
    private static IEnumerable<PlotPoint> OuterFirst(IEnumerable<PlotPoint> points)
    {
        PlotPoint[] all = [.. points];
        return Enumerable.Range(0, all.Length).OrderBy(i => Math.Min(i, all.Length - 1 - i)).Select(i => all[i]);
    }
}
