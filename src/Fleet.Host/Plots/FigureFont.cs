using SkiaSharp;

namespace Fleet.Host.Plots;

/// <summary>
/// The font of all pictures: Open Sans, which the program carries. An installed font would give other bytes on
/// another machine, and containers often have none.
/// </summary>
internal static class FigureFont
{
    /// <summary>The shapes of the letters.</summary>
    public static SKTypeface Typeface { get; } = Load();

    /// <summary>The width of a text in pixels.</summary>
    public static float Measure(string text, float size)
    {
        using SKFont font = new(Typeface, size);
        return font.MeasureText(text);
    }

    /// <summary>Cuts a text so that it is at most so wide, with dots where something is missing.</summary>
    public static string Fit(string text, float size, float width)
    {
        int length = text.Length;
        while (length > 1 && Measure(Shortened(text, length), size) > width) length--;
        return Shortened(text, length);
    }

    /// <summary>Breaks a text between words so that each line is at most so wide, unless one word is wider.</summary>
    public static IReadOnlyList<string> Wrap(string text, float size, float width)
    {
        List<string> lines = [];
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = lines.Count == 0 ? word : lines[^1] + ' ' + word;
            if (lines.Count > 0 && Measure(longer, size) <= width) lines[^1] = longer;
            else lines.Add(word);
        }

        return lines;
    }

    /// <summary>Draws a line of text on its baseline.</summary>
    public static void Draw(SKCanvas canvas, string text, SKPoint at, float size, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        using SKFont font = new(Typeface, size) { Subpixel = true };
        using SKPaint paint = new() { Color = color, IsAntialias = true };
        canvas.DrawText(text, at, align, font, paint);
    }

    private static string Shortened(string text, int length) => length == text.Length ? text : text[..length] + "…";

    private static SKTypeface Load()
    {
        using Stream file = typeof(FigureFont).Assembly.GetManifestResourceStream("OpenSans-Regular.ttf")!;
        return SKTypeface.FromStream(file);
    }
}
