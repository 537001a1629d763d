using System.Globalization;
using System.Text;
using ScottPlot;
using ScottPlot.AxisPanels;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>How figures look, and their files. The same figure gives the same bytes: no time stamp, no installed font.</summary>
internal static class FigureStyle
{
    /// <summary>The size of the texts of ticks and keys in pixels.</summary>
    public const float TextSize = 14;

    /// <summary>The size of the titles of axes in pixels.</summary>
    public const float AxisTitleSize = 16;

    /// <summary>The size of a figure's title in pixels.</summary>
    public const float TitleSize = 20;

    /// <summary>The colour of titles and marks.</summary>
    public static readonly Color Ink = new(0x1c, 0x22, 0x2b);

    /// <summary>The colour of what the eye need not see first.</summary>
    public static readonly Color Quiet = new(0x5a, 0x64, 0x72);

    /// <summary>The colours of series, told apart on white.</summary>
    public static readonly IReadOnlyList<Color> Palette =
    [
        new(0x3b, 0x7d, 0xd0), new(0xd9, 0x5f, 0x02), new(0x2c, 0x8a, 0x57), new(0xb0, 0x3a, 0x8e), new(0x8c, 0x6d, 0x1f),
        new(0x5b, 0x4f, 0xbf), new(0xc2, 0x3b, 0x3b), new(0x1f, 0x8e, 0x99), new(0x6f, 0x78, 0x84), new(0x7a, 0xa6, 0x2b),
    ];

    static FigureStyle() => Fonts.DefaultFontStyle = FigureFont.Typeface;

    /// <summary>An empty plot with axes to the left and below.</summary>
    public static Plot NewPlot(string xTitle, string yTitle)
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.White;
        plot.Grid.MajorLineColor = new Color(0xe6, 0xea, 0xef);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        SetStyle(plot.Axes.Bottom, xTitle);
        SetStyle(plot.Axes.Left, yTitle);
        plot.Axes.Title.Label.FontSize = TitleSize;
        plot.Axes.Title.Label.ForeColor = Ink;
        return plot;
    }

    /// <summary>Gives an axis its title and ticks.</summary>
    public static void SetStyle(IAxis axis, string title)
    {
        // ScottPlot does not count the marks in what stands between the numbers and the title.
        if (axis is AxisBase { Edge: Edge.Left or Edge.Right } vertical) vertical.PaddingBetweenTickAndAxisLabels = new PixelPadding(10, 3);
        axis.Label.Text = title;
        axis.Label.FontSize = AxisTitleSize;
        axis.Label.ForeColor = Ink;
        axis.TickLabelStyle.FontSize = TextSize;
        axis.TickLabelStyle.ForeColor = Quiet;
        axis.TickGenerator = new NumericAutomatic { TickDensity = 0.7, LabelFormatter = value => value.ToString("#,0.######", CultureInfo.InvariantCulture) };
    }

    /// <summary>Lets an axis show all values with some room beside them.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values; those that are not finite do not count.</param>
    /// <param name="acrossZero">Whether the room beside positive values may reach below zero.</param>
    public static void SetRange(IAxis axis, IEnumerable<double> values, bool acrossZero = false)
    {
        double[] all = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        (double low, double high) = (all.Min(), all.Max());
        double room = high > low ? 0.08 * (high - low) : high == 0 ? 1 : 0.05 * Math.Abs(high);
        axis.Min = acrossZero || low < 0 ? low - room : Math.Max(0, low - room);
        axis.Max = high + room;
    }

    /// <summary>An empty key without a frame.</summary>
    public static Legend SetKey(Legend key)
    {
        key.FontSize = TextSize;
        key.OutlineWidth = 0;
        key.ShadowColor = Colors.Transparent;
        return key;
    }

    /// <summary>The room that a key takes.</summary>
    public static PixelSize Measure(Legend key)
    {
        using Paint paint = Paint.NewDisposablePaint();
        return key.GetItems().Length == 0 ? PixelSize.Zero : key.GetLayout(PixelSize.Infinity, paint).LegendRect.Size;
    }

    /// <summary>A figure as PNG.</summary>
    public static byte[] Png(int width, int height, Action<SKCanvas> draw)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A figure as SVG; its text is text, which a reader's machine without the font draws in another without serifs.</summary>
    public static byte[] Svg(int width, int height, Action<SKCanvas> draw)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), stream))
        {
            canvas.Clear(SKColors.White);
            draw(canvas);
        }

        string family = FigureFont.Typeface.FamilyName;
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stream.ToArray())
            .Replace($"font-family=\"{family}\"", $"font-family=\"{family}, sans-serif\"", StringComparison.Ordinal));
    }
}
