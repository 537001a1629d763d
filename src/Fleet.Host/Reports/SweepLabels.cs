using System.Globalization;
using Fleet.Host.Plots;
using SkiaSharp;

namespace Fleet.Host.Reports;

/// <summary>Writes a number beside each point so that numbers hide neither points nor each other.</summary>
internal static class SweepLabels
{
    private const float Size = 15;
    private const int Directions = 12;

    /// <summary>Draws the numbers; one that had to move away is tied to its point by a line.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<(SKPoint At, int Number)> points, float radius, SKRect area, SKColor color)
    {
        List<SKRect> taken = [.. points.Select(point => Around(point.At, radius + 1, radius + 1))];
        foreach ((SKPoint at, int number) in points)
        {
            string text = number.ToString(CultureInfo.InvariantCulture);
            (float halfWidth, float halfHeight) = ((StrokeFont.Measure(text, Size) / 2) + 3, (0.35f * Size) + 3);
            SKPoint centre = Place(at, halfWidth, halfHeight, radius, taken, area);
            taken.Add(Around(centre, halfWidth, halfHeight));
            float distance = SKPoint.Distance(at, centre);
            if (distance > (2 * radius) + halfWidth)
            {
                using SKPaint line = new() { Color = color.WithAlpha(0x90), IsStroke = true, StrokeWidth = 1, IsAntialias = true };
                canvas.DrawLine(Towards(at, centre, radius / distance), Towards(at, centre, 1 - (halfHeight / distance)), line);
            }

            StrokeFont.DrawOverLines(canvas, text, new SKPoint(centre.X, centre.Y + (0.35f * Size)), Size, color, TextAnchor.Middle);
        }
    }

    /// <summary>The free place nearest to the point; the rightmost at arm's length if there is none.</summary>
    private static SKPoint Place(SKPoint at, float halfWidth, float halfHeight, float radius, List<SKRect> taken, SKRect area)
    {
        for (int ring = 0; ring < 6; ring++)
        {
            for (int direction = 0; direction < Directions; direction++)
            {
                (float sin, float cos) = MathF.SinCos((direction * MathF.Tau / Directions) - (MathF.PI / 4));
                float reach = radius + 3 + (ring * 11);
                SKPoint centre = new(at.X + (cos * (reach + halfWidth)), at.Y + (sin * (reach + halfHeight)));
                SKRect place = Around(centre, halfWidth, halfHeight);
                if (area.Contains(place) && !taken.Exists(other => other.IntersectsWith(place))) return centre;
            }
        }

        return new SKPoint(at.X + radius + 3 + halfWidth, at.Y);
    }

    private static SKRect Around(SKPoint centre, float halfWidth, float halfHeight) =>
        new(centre.X - halfWidth, centre.Y - halfHeight, centre.X + halfWidth, centre.Y + halfHeight);

    private static SKPoint Towards(SKPoint from, SKPoint to, float share) =>
        new(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
}
