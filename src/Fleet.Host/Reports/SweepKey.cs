using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using SkiaSharp;

namespace Fleet.Host.Reports;

/// <summary>The list beside a sweep's figure that says what each number stands for.</summary>
internal static class SweepKey
{
    private const float MaxLine = 26;
    private const float MinLine = 15;

    /// <summary>Draws the list; cells that do not fit are counted in its last line.</summary>
    public static void Draw(SKCanvas canvas, IReadOnlyList<SweepRow> rows, SKRect place, bool leakage, SKColor ink, SKColor quiet)
    {
        if (rows.Count == 0) return;
        string heading = string.Join(", ", rows[0].Assignments.Select(assignment => assignment.Path));
        const float HeadingSize = 15;
        StrokeFont.Draw(canvas, StrokeFont.Fit(heading, HeadingSize, place.Width), new SKPoint(place.Left, place.Top + 10), HeadingSize, quiet);
        float top = place.Top + 36;
        float line = Math.Clamp((place.Bottom - top) / rows.Count, MinLine, MaxLine);
        float size = Math.Min(16, line * 0.72f);
        int fit = Math.Min(rows.Count, (int)((place.Bottom - top) / line));
        if (fit < rows.Count) fit--;
        float numberWidth = StrokeFont.Measure(rows.Count.ToString(CultureInfo.InvariantCulture), size) + 10;
        for (int i = 0; i < fit; i++)
        {
            SweepRow row = rows[i];
            SKPoint at = new(place.Left, top + (i * line) + size);
            bool drawn = double.IsFinite(row.LatencyMeanMs.Mean) && (!leakage || double.IsFinite(row.Ssim.Mean));
            string text = drawn ? row.Label() : row.Label() + (leakage ? " (no leakage)" : " (no answer)");
            StrokeFont.Draw(canvas, (i + 1).ToString(CultureInfo.InvariantCulture), new SKPoint(at.X + numberWidth - 10, at.Y), size, ink, TextAnchor.End, bold: true);
            StrokeFont.Draw(canvas, StrokeFont.Fit(text, size, place.Width - numberWidth), new SKPoint(at.X + numberWidth, at.Y), size, drawn ? ink : quiet);
        }

        if (fit == rows.Count) return;
        string more = string.Create(CultureInfo.InvariantCulture, $"and {rows.Count - fit} more: see sweep.parquet");
        StrokeFont.Draw(canvas, more, new SKPoint(place.Left, top + (fit * line) + size), size, quiet);
    }
}
