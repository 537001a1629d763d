using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>Where a text stands relative to its point.</summary>
internal enum TextAnchor
{
    /// <summary>The text starts at the point.</summary>
    Start,

    /// <summary>The text is centred on the point.</summary>
    Middle,

    /// <summary>The text ends at the point.</summary>
    End,
}

/// <summary>
/// Draws text with the built-in characters of <see cref="StrokeGlyphs"/>. Pictures use it and no installed font:
/// containers often have none, in which case the drawing library draws no letter at all, and with fonts the same run
/// would give other bytes on another machine.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Units of the glyphs in one size; a capital is 0.7 of the size high.</summary>
    private const float UnitsPerSize = 10;

    private const float Spacing = 1.9f;
    private const float RegularPen = 0.9f;
    private const float BoldPen = 1.35f;
    private const float EdgeWidth = 3;

    private static readonly Dictionary<char, (float Width, SKPath Path)> Glyphs =
        StrokeGlyphs.All.ToDictionary(pair => pair.Key, pair => Parse(pair.Value));

    private static readonly (float Width, SKPath Path) Missing = Parse(StrokeGlyphs.Missing);

    /// <summary>The width of a text in pixels.</summary>
    public static float Measure(string text, float size) =>
        Math.Max(0, text.Sum(c => Glyph(c).Width + Spacing) - Spacing) * size / UnitsPerSize;

    /// <summary>Draws a line of text on its baseline.</summary>
    public static void Draw(
        SKCanvas canvas, string text, SKPoint at, float size, SKColor color, TextAnchor anchor = TextAnchor.Start, bool bold = false) =>
        Draw(canvas, text, at, size, color, anchor, bold ? BoldPen : RegularPen);

    /// <summary>Draws a line of bold text on a white edge, so that it is read over lines.</summary>
    public static void DrawOverLines(SKCanvas canvas, string text, SKPoint at, float size, SKColor color, TextAnchor anchor)
    {
        Draw(canvas, text, at, size, SKColors.White, anchor, BoldPen + EdgeWidth);
        Draw(canvas, text, at, size, color, anchor, BoldPen);
    }

    /// <summary>Breaks a text between words so that each line is at most so wide, unless one word is wider.</summary>
    public static IReadOnlyList<string> Wrap(string text, float size, float width)
    {
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = lines.Count == 0 ? word : lines[^1] + ' ' + word;
            if (lines.Count > 0 && Measure(longer, size) <= width)
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    /// <summary>Cuts a text so that it is at most so wide, with dots where something is missing.</summary>
    public static string Fit(string text, float size, float width)
    {
        if (Measure(text, size) <= width) return text;
        int length = text.Length;
        while (length > 1 && Measure(text[..length] + "..", size) > width) length--;
        return text[..length] + "..";
    }

    private static void Draw(SKCanvas canvas, string text, SKPoint at, float size, SKColor color, TextAnchor anchor, float penWidth)
    {
        using SKPaint pen = new()
        {
            Color = color,
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = penWidth,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
        };
        float shift = anchor switch { TextAnchor.Middle => 0.5f, TextAnchor.End => 1, _ => 0 };
        canvas.Save();
        canvas.Translate(at.X - (shift * Measure(text, size)), at.Y - (0.7f * size));
        canvas.Scale(size / UnitsPerSize);
        foreach (char c in text)
        {
            (float width, SKPath path) = Glyph(c);
            canvas.DrawPath(path, pen);
            canvas.Translate(width + Spacing, 0);
        }

        canvas.Restore();
    }

    private static (float Width, SKPath Path) Glyph(char c) => Glyphs.TryGetValue(c, out (float, SKPath) glyph) ? glyph : Missing;

    private static (float Width, SKPath Path) Parse((float Width, string Path) glyph) =>
        (glyph.Width, SKPath.ParseSvgPathData(glyph.Path) ?? throw new FormatException($"Bad path: {glyph.Path}"));
}
