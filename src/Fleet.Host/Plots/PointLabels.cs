using ScottPlot;
using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>
/// Texts beside the points of a plot, so that none stands on another text or on a point. ScottPlot draws every text at
/// its point, whatever else is there.
/// </summary>
/// <param name="points">The points and their texts, the most important first; without a text it is a mark alone.</param>
/// <param name="size">The size of the characters.</param>
/// <param name="radius">The radius of a mark.</param>
/// <param name="rings">
/// How far a text may move away, in steps; one that had to is tied to its point by a line. A text without a free place is left out.
/// </param>
internal sealed class PointLabels(IReadOnlyList<(Coordinates At, string Text)> points, float size, float radius, int rings) : IPlottable
{
    private const int Directions = 12;
    private const float Step = 11;
    private const float Gap = 2;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        LabelStyle style = new() { FontSize = size, ForeColor = FigureStyle.Ink, BackgroundColor = Colors.White.WithAlpha(0.7), Alignment = Alignment.MiddleCenter };
        (SKPoint At, SKSize Size)[] sizes =
        [
            .. points.Select(point => (Axes.GetPixel(point.At).ToSKPoint(), new SKSize(FigureFont.Measure(point.Text, size) + Gap, (1.1f * size) + Gap))),
        ];
        SKPoint?[] places = Place(sizes, radius, rings, rp.DataRect.ToSKRect());
        for (int i = 0; i < places.Length; i++)
        {
            if (points[i].Text.Length == 0 || places[i] is not { } centre) continue;
            if (SKPoint.Distance(sizes[i].At, centre) > (2 * radius) + (sizes[i].Size.Width / 2))
            {
                Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(sizes[i].At.X, sizes[i].At.Y), new Pixel(centre.X, centre.Y), FigureStyle.Quiet);
            }

            style.Text = points[i].Text;
            style.Render(rp.Canvas, new Pixel(centre.X, centre.Y), rp.Paint);
        }
    }

    /// <summary>The centres of the texts: of each the free place nearest to its point, or none.</summary>
    /// <param name="points">The points and the sizes of their texts, the most important first.</param>
    /// <param name="radius">The radius of a mark.</param>
    /// <param name="rings">How many distances are tried.</param>
    /// <param name="area">What the texts stay in.</param>
    internal static SKPoint?[] Place(IReadOnlyList<(SKPoint At, SKSize Size)> points, float radius, int rings, SKRect area)
    {
        List<SKRect> taken = [.. points.Select(point => Around(point.At, new SKSize(2 * radius, 2 * radius)))];
        return [.. points.Select(point => Free(point.At, point.Size))];

        SKPoint? Free(SKPoint at, SKSize size)
        {
            foreach (SKPoint centre in Candidates(at, size, radius, rings))
            {
                SKRect place = Around(centre, size);
                if (!area.Contains(place) || taken.Exists(place.IntersectsWith)) continue;
                taken.Add(place);
                return centre;
            }

            return null;
        }
    }

    // Above and a little to the right first, then around the point.
    private static IEnumerable<SKPoint> Candidates(SKPoint at, SKSize size, float radius, int rings)
    {
        for (int i = 0; i < rings * Directions; i++)
        {
            (float sin, float cos) = MathF.SinCos(MathF.Tau * (((i % Directions) / (float)Directions) - (1 / 6f)));
            float reach = radius + Gap + (i / Directions * Step);
            yield return new SKPoint(at.X + (cos * (reach + (size.Width / 2))), at.Y + (sin * (reach + (size.Height / 2))));
        }
    }

    private static SKRect Around(SKPoint centre, SKSize size) =>
        SKRect.Create(centre.X - (size.Width / 2), centre.Y - (size.Height / 2), size.Width, size.Height);
}
