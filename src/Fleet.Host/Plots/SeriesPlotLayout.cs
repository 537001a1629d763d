using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>Where the panels, the key and the texts of a figure stand, in pixels.</summary>
internal sealed record SeriesPlotLayout
{
    /// <summary>By how much the names along x lean where they would not fit side by side.</summary>
    public const float LeaningDegrees = 40;

    /// <summary>The width of a line of the key.</summary>
    public const float KeyTextWidth = 300;

    private const int MostInLine = 5;
    private const int Left = 92;
    private const int Top = 64;
    private const int ColumnTitle = 24;
    private const int ColumnGap = 30;
    private const int PanelGap = 34;
    private const int LineGap = 30;
    private const int KeyGap = 40;
    private const int KeyWidth = 360;
    private const int XTitleHeight = 50;
    private const float TickSize = 15;

    private readonly int _inLine;
    private readonly int _quantities;
    private readonly int _columnTitle;
    private readonly int _panelWidth;
    private readonly int _panelHeight;
    private readonly int _tickHeight;
    private readonly int _lines;

    private SeriesPlotLayout(PlotFigure figure)
    {
        int columns = figure.Columns.Count;
        _lines = (columns + MostInLine - 1) / MostInLine;
        _inLine = (columns + _lines - 1) / _lines;
        _quantities = figure.Quantities.Count;
        _columnTitle = columns == 1 ? 0 : ColumnTitle;
        _panelWidth = _inLine switch { 1 => 708, 2 => 440, 3 => 360, _ => 290 };
        _panelHeight = columns == 1 ? 330 : 250;
        float widest = figure.X.Ticks.Max(tick => StrokeFont.Measure(tick.Text, TickSize));
        TicksLean = widest + 8 > (float)_panelWidth / figure.X.Ticks.Count;
        _tickHeight = TicksLean ? 30 + (int)(widest * Math.Sin(LeaningDegrees * Math.PI / 180)) : 32;
        int keyLines = figure.Columns.SelectMany(column => column.Panels).SelectMany(panel => panel)
            .DistinctBy(series => series.Name).Count();
        Height = Math.Max(Top + (_lines * LineHeight) - LineGap + XTitleHeight, Top + (keyLines * 46));
        Width = KeyLeft + KeyWidth;
    }

    /// <summary>The figure's width.</summary>
    public int Width { get; }

    /// <summary>The figure's height.</summary>
    public int Height { get; }

    /// <summary>Whether the names along x are drawn leaning, because they are too long to stand side by side.</summary>
    public bool TicksLean { get; }

    /// <summary>Where the key begins.</summary>
    public int KeyLeft => Left + (_inLine * (_panelWidth + ColumnGap)) - ColumnGap + KeyGap;

    /// <summary>The middle of the title of x.</summary>
    public SKPoint XTitle => new((Left + KeyLeft - KeyGap) / 2f, Top + (_lines * LineHeight) - LineGap + 24);

    private int LineHeight => _columnTitle + (_quantities * (_panelHeight + PanelGap)) - PanelGap + _tickHeight + LineGap;

    /// <summary>The layout of a figure.</summary>
    public static SeriesPlotLayout Of(PlotFigure figure) => new(figure);

    /// <summary>Whether a column has the axes of y to its left.</summary>
    public bool IsFirstOfLine(int column) => column % _inLine == 0;

    /// <summary>The frame of a panel.</summary>
    public SKRect Panel(int column, int quantity) => SKRect.Create(
        Left + (column % _inLine * (_panelWidth + ColumnGap)),
        Top + (column / _inLine * LineHeight) + _columnTitle + (quantity * (_panelHeight + PanelGap)),
        _panelWidth,
        _panelHeight);
}
