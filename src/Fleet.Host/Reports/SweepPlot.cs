using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Models.Statistics;
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
public static class SweepPlot
{
    private const int PlotWidth = 880;
    private const int LeastHeight = 760;
    private const int MostInKey = 40;
    private const int KeyWidth = 560;
    private const int TitleWidth = 740;
    private const float PointRadius = 8;
    private static readonly Color IntervalColor = new(0x8a, 0x94, 0xa2);

    /// <summary>The figure as PNG.</summary>
    public static byte[] RenderPng(string title, IReadOnlyList<SweepRow> rows) => Render(title, rows, FigureStyle.Png);

    /// <summary>The figure as SVG.</summary>
    public static byte[] RenderSvg(string title, IReadOnlyList<SweepRow> rows) => Render(title, rows, FigureStyle.Svg);

    private static byte[] Render(string title, IReadOnlyList<SweepRow> rows, Func<int, int, Action<SKCanvas>, byte[]> write)
    {
        using Plot plot = Compose(title, rows);
        PixelSize key = FigureStyle.Measure(plot.Legend);
        (int width, int height) = (PlotWidth + (int)key.Width, Math.Max(LeastHeight, 120 + (int)key.Height));
        return write(width, height, canvas => plot.Render(canvas, width, height));
    }

    private static Plot Compose(string title, IReadOnlyList<SweepRow> rows)
    {
        bool leakage = rows.Any(row => double.IsFinite(row.Ssim.Mean));
        (SweepRow Row, int Number)[] drawn = [.. rows.Select((row, i) => (row, i + 1)).Where(cell => IsDrawn(cell.row, leakage))];
        double[] latencies = [.. drawn.SelectMany(cell => Values(cell.Row.LatencyMeanMs))];
        bool logarithmic = latencies.Length > 0 && AxisScale.ForSpread(latencies.Min(), latencies.Max()).IsLogarithmic;
        string latencyTitle = logarithmic ? FigureQuantity.MeanLatency.LogarithmicTitle : FigureQuantity.MeanLatency.Title;
        Plot plot = leakage
            ? FigureStyle.NewPlot(latencyTitle, $"leakage (mean {FigureQuantity.Ssim.Title})")
            : FigureStyle.NewPlot("cell", latencyTitle);
        plot.Title(FigureFont.Fit($"{title}: {(leakage ? "latency, leakage, accuracy" : "latency")}", FigureStyle.TitleSize, TitleWidth));
        SetLatencies(leakage ? plot.Axes.Bottom : plot.Axes.Left, [.. latencies.Select(Place)], logarithmic);
        if (leakage) FigureStyle.SetRange(plot.Axes.Left, drawn.SelectMany(cell => Values(cell.Row.Ssim)));
        else SetCells(plot.Axes.Bottom, rows.Count);

        (Coordinates At, string Text)[] numbers = [.. drawn.Select(cell => (At(cell), cell.Number.ToString(CultureInfo.InvariantCulture)))];
        AccuracyColors? colors = AccuracyColors.Of(rows);
        for (int i = 0; i < drawn.Length; i++)
        {
            (Coordinates at, SweepRow row) = (numbers[i].At, drawn[i].Row);
            Interval latency = new(Place(row.LatencyMeanMs.Ci95.Low), Place(row.LatencyMeanMs.Ci95.High));
            Interval y = leakage ? row.Ssim.Ci95 : latency;
            if (leakage) AddInterval(plot, new(latency.Low, at.Y), new(latency.High, at.Y));
            AddInterval(plot, new(at.X, y.Low), new(at.X, y.High));
        }

        for (int i = 0; i < drawn.Length; i++) plot.Add.Marker(numbers[i].At).MarkerStyle = Mark(drawn[i].Row, colors);

        // Along an axis of cells the ticks say which point is which.
        if (leakage) plot.PlottableList.Add(new PointLabels(numbers, FigureStyle.TextSize, PointRadius, rings: 8));
        if (colors is not null) FigureStyle.SetStyle(plot.Add.ColorBar(colors).Axis, FigureQuantity.Accuracy.Title);
        AddKey(plot, rows, leakage, colors);
        return plot;

        double Place(double milliseconds) => logarithmic ? Math.Log10(milliseconds) : milliseconds;

        Coordinates At((SweepRow Row, int Number) cell) =>
            leakage ? new(Place(cell.Row.LatencyMeanMs.Mean), cell.Row.Ssim.Mean) : new(cell.Number, Place(cell.Row.LatencyMeanMs.Mean));
    }

    private static bool IsDrawn(SweepRow row, bool leakage) => double.IsFinite(row.LatencyMeanMs.Mean) && (!leakage || double.IsFinite(row.Ssim.Mean));

    private static IEnumerable<double> Values(Estimate estimate) =>
        new[] { estimate.Mean, estimate.Ci95.Low, estimate.Ci95.High }.Where(double.IsFinite);

    private static void SetLatencies(IAxis axis, IReadOnlyList<double> places, bool logarithmic)
    {
        FigureStyle.SetRange(axis, places, acrossZero: logarithmic);
        if (!logarithmic) return;
        IReadOnlyList<AxisTick> ticks = AxisScale.ForSpread(Math.Pow(10, axis.Min), Math.Pow(10, axis.Max)).Ticks;
        axis.TickGenerator = new NumericManual([.. ticks.Select(tick => Math.Log10(tick.Value))], [.. ticks.Select(tick => tick.Text)]);
    }

    private static void SetCells(IAxis axis, int cells)
    {
        double room = 0.5 + (0.015 * cells);
        (axis.Min, axis.Max) = (1 - room, Math.Max(1, cells) + room);
        ((NumericAutomatic)axis.TickGenerator).IntegerTicksOnly = true;
    }

    private static void AddInterval(Plot plot, Coordinates low, Coordinates high)
    {
        if (!low.AreReal || !high.AreReal) return;
        ScottPlot.Plottables.LinePlot line = plot.Add.Line(low, high);
        (line.LineColor, line.LineWidth) = (IntervalColor, 1.5f);
    }

    private static MarkerStyle Mark(SweepRow row, AccuracyColors? colors) => new(MarkerShape.FilledCircle, 2 * PointRadius, colors?.ColorOf(row) ?? FigureStyle.Palette[0])
    {
        OutlineColor = FigureStyle.Ink,
        OutlineWidth = 1,
    };

    /// <summary>The list beside the figure that says what each number stands for; cells that do not fit are counted in its last line.</summary>
    private static void AddKey(Plot plot, IReadOnlyList<SweepRow> rows, bool leakage, AccuracyColors? colors)
    {
        if (rows.Count == 0) return;
        int listed = rows.Count <= MostInKey ? rows.Count : MostInKey - 1;
        Legend key = FigureStyle.SetKey(plot.Legend);
        key.ManualItems = [Text(string.Join(", ", rows[0].Assignments.Select(assignment => assignment.Path)))];
        for (int i = 0; i < listed; i++)
        {
            bool drawn = IsDrawn(rows[i], leakage);
            LegendItem item = Text(string.Create(CultureInfo.InvariantCulture, $"{i + 1}  {rows[i].Label()}{(drawn ? "" : leakage ? " (no leakage)" : " (no answer)")}"));
            if (drawn) item.MarkerStyle = Mark(rows[i], colors);
            key.ManualItems.Add(item);
        }

        if (listed < rows.Count) key.ManualItems.Add(Text(string.Create(CultureInfo.InvariantCulture, $"and {rows.Count - listed} more: see sweep.parquet")));
        plot.ShowLegend(Edge.Right).Alignment = Alignment.UpperLeft;

        static LegendItem Text(string text) =>
            new() { LabelText = FigureFont.Fit(text, FigureStyle.TextSize, KeyWidth), MarkerShape = MarkerShape.None };
    }

    /// <summary>The colours of the accuracies of all cells.</summary>
    private sealed class AccuracyColors(double low, double high) : IHasColorAxis
    {
        public IColormap Colormap { get; } = new Viridis();

        public static AccuracyColors? Of(IReadOnlyList<SweepRow> rows)
        {
            double[] known = [.. rows.Select(row => row.Accuracy.Mean).Where(double.IsFinite)];
            if (known.Length == 0) return null;
            (double low, double high) = (known.Min(), known.Max());

            // One tenth of a per cent apart or less is one colour: the bar then shows a range around it.
            const double LeastRange = 0.001;
            return high - low >= LeastRange ? new(low, high) : new(low - 0.005, high + 0.005);
        }

        public ScottPlot.Range GetRange() => new(100 * low, 100 * high);

        public Color? ColorOf(SweepRow row) =>
            double.IsFinite(row.Accuracy.Mean) ? Colormap.GetColor((row.Accuracy.Mean - low) / (high - low)) : null;
    }
}
