using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>
/// Finds places for the few characters beside the points of a panel, so that none stands on another label or
/// on a mark. Where points crowd, a label without a free place is left out: its neighbours along the line say what it would.
/// </summary>
internal static class PointLabels
{
    private const float Aside = 7;
    private const float Gap = 1;
    private const float MarkRadius = 5;

    // The baseline of a label above and beside its point.
    private static readonly float[] Baselines = [-5, 4];

    /// <summary>Where labels begin or end on their baselines.</summary>
    /// <param name="points">The points and their labels, the most important first; without a label it is a mark alone.</param>
    /// <param name="size">The size of the characters.</param>
    /// <param name="area">What the labels stay in.</param>
    /// <returns>The labels that found a place, in the order of the points.</returns>
    public static IEnumerable<(string Text, SKPoint At, TextAnchor Anchor)> Place(
        IReadOnlyList<(SKPoint At, string Text)> points, float size, SKRect area)
    {
        List<SKRect> taken = [.. points.Select(point =>
            new SKRect(point.At.X - MarkRadius, point.At.Y - MarkRadius, point.At.X + MarkRadius, point.At.Y + MarkRadius))];
        foreach ((SKPoint point, string text) in points.Where(point => point.Text.Length > 0))
        {
            float width = StrokeFont.Measure(text, size);
            foreach (float baseline in Baselines)
            {
                if (Free(point.X + Aside, TextAnchor.Start) is { } right)
                {
                    yield return right;
                    break;
                }

                if (Free(point.X - Aside - width, TextAnchor.End) is { } left)
                {
                    yield return left;
                    break;
                }

                (string, SKPoint, TextAnchor)? Free(float from, TextAnchor anchor)
                {
                    SKRect place = SKRect.Create(from - Gap, point.Y + baseline - size, width + (2 * Gap), size + (2 * Gap));
                    if (!area.Contains(place) || taken.Exists(place.IntersectsWith))
                    {
                        return null;
                    }

                    taken.Add(place);
                    return (text, new SKPoint(anchor == TextAnchor.Start ? from : from + width, point.Y + baseline), anchor);
                }
            }
        }
    }
}
