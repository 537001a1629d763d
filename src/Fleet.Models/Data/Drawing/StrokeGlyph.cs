namespace Fleet.Models.Data.Drawing;

/// <summary>A point of a glyph: x to the right, y down, both about 0 to 1 within the glyph's box.</summary>
internal readonly record struct GlyphPoint(double X, double Y);

/// <summary>One way of writing a digit: strokes of the pen, each a line of closely spaced points.</summary>
internal sealed record StrokeGlyph(byte Digit, IReadOnlyList<GlyphPoint[]> Strokes)
{
    /// <summary>The points' distance: 1.5 pixels of a digit 20 pixels high.</summary>
    private const double Step = 0.075;

    /// <summary>A smooth stroke through the points (Catmull-Rom spline), given as x, y, x, y, ... in hundredths.</summary>
    public static GlyphPoint[] Curve(params ReadOnlySpan<int> hundredths) => Sample(hundredths, Spline);

    /// <summary>A stroke of straight lines from point to point, given as x, y, x, y, ... in hundredths.</summary>
    public static GlyphPoint[] Line(params ReadOnlySpan<int> hundredths) => Sample(hundredths, Straight);

    private static GlyphPoint[] Sample(ReadOnlySpan<int> hundredths, Func<GlyphPoint[], int, double, GlyphPoint> interpolate)
    {
        var knots = new GlyphPoint[hundredths.Length / 2];
        for (int i = 0; i < knots.Length; i++)
        {
            knots[i] = new GlyphPoint(hundredths[2 * i] / 100.0, hundredths[(2 * i) + 1] / 100.0);
        }

        List<GlyphPoint> points = [];
        for (int span = 0; span < knots.Length - 1; span++)
        {
            double dx = knots[span + 1].X - knots[span].X;
            double dy = knots[span + 1].Y - knots[span].Y;
            int steps = (int)Math.Ceiling(Math.Sqrt((dx * dx) + (dy * dy)) / Step);
            for (int i = 0; i < steps; i++)
            {
                points.Add(interpolate(knots, span, (double)i / steps));
            }
        }

        points.Add(knots[^1]);
        return [.. points];
    }

    private static GlyphPoint Straight(GlyphPoint[] knots, int span, double t) => new(
        knots[span].X + (t * (knots[span + 1].X - knots[span].X)),
        knots[span].Y + (t * (knots[span + 1].Y - knots[span].Y)));

    private static GlyphPoint Spline(GlyphPoint[] knots, int span, double t)
    {
        GlyphPoint b = knots[span];
        GlyphPoint c = knots[span + 1];
        GlyphPoint a = span > 0 ? knots[span - 1] : Mirror(c, b);
        GlyphPoint d = span + 2 < knots.Length ? knots[span + 2] : Mirror(b, c);
        return new GlyphPoint(CatmullRom(a.X, b.X, c.X, d.X, t), CatmullRom(a.Y, b.Y, c.Y, d.Y, t));
    }

    private static GlyphPoint Mirror(GlyphPoint point, GlyphPoint at) => new((2 * at.X) - point.X, (2 * at.Y) - point.Y);

    private static double CatmullRom(double a, double b, double c, double d, double t) =>
        b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
}
