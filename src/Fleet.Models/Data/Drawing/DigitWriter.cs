using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>
/// Writes digits the way MNIST shows them: white on black, fitted into a box of about 20 pixels, the centre of mass
/// near the picture's middle. Uses only arithmetic that IEEE 754 rounds exactly, so that the pixels are the same on
/// every machine. Not safe for several threads at once.
/// </summary>
internal sealed class DigitWriter
{
    /// <summary>Pixels along a side of a picture.</summary>
    public const int Side = 28;

    private const double Box = 20;
    /// <summary>Keeps the soft edge of the thickest pen at full pressure off the outermost pixels.</summary>
    private const double Margin = 1.6;

    private readonly ElasticField _field = new();
    private readonly InkCanvas _canvas = new(Side);
    private readonly List<GlyphPoint> _points = [];

    /// <summary>Draws one picture of a digit; equal random streams give equal pictures.</summary>
    public void Write(int digit, CounterRandom random, Span<byte> pixels)
    {
        ReadOnlySpan<StrokeGlyph> glyphs = DigitGlyphs.Of(digit);
        StrokeGlyph glyph = glyphs[random.Next(glyphs.Length)];
        double radius = random.Uniform(0.75, 1.65);
        double edge = random.Uniform(0.9, 1.5);

        Deform(glyph, random);
        Fit(glyph, radius, random);

        // Pressure changes along the whole digit, not at every stroke.
        double pressure = random.Uniform(-0.2, 0.2);
        _canvas.Clear();
        int next = 0;
        foreach (GlyphPoint[] stroke in glyph.Strokes)
        {
            for (int i = 1; i < stroke.Length; i++)
            {
                double along = (double)(next + i) / _points.Count;
                _canvas.DrawLine(_points[next + i - 1], _points[next + i], radius * (1 + (pressure * ((2 * along) - 1))), edge);
            }

            next += stroke.Length;
        }

        _canvas.Develop(pixels, random.Uniform(200, 255), random.Uniform(0, 12), random);
    }

    /// <summary>Elastic distortion, then width, slant and rotation.</summary>
    private void Deform(StrokeGlyph glyph, CounterRandom random)
    {
        _field.Draw(random, random.Uniform(0.05, 0.16));
        double width = random.Uniform(0.75, 1.3);
        double slant = 0.08 + (0.2 * random.Bell());
        double halfTangent = 0.05 * random.Bell(); // of half the angle: cos = (1 - t^2) / (1 + t^2), sin = 2 t / (1 + t^2)
        double cosine = (1 - (halfTangent * halfTangent)) / (1 + (halfTangent * halfTangent));
        double sine = 2 * halfTangent / (1 + (halfTangent * halfTangent));
        _points.Clear();
        foreach (GlyphPoint[] stroke in glyph.Strokes)
        {
            foreach (GlyphPoint point in stroke)
            {
                GlyphPoint bent = _field.Apply(point);
                double y = bent.Y - 0.5;
                double x = ((bent.X - 0.5) * width) - (slant * y);
                _points.Add(new GlyphPoint((x * cosine) - (y * sine), (x * sine) + (y * cosine)));
            }
        }
    }

    /// <summary>Scales the points to pixels and moves them to the picture's middle.</summary>
    private void Fit(StrokeGlyph glyph, double radius, CounterRandom random)
    {
        double left = _points.Min(point => point.X);
        double right = _points.Max(point => point.X);
        double top = _points.Min(point => point.Y);
        double bottom = _points.Max(point => point.Y);
        double size = (Box * random.Uniform(0.88, 1.05)) - (2 * radius);
        double scale = size / Math.Max(right - left, bottom - top);
        GlyphPoint centre = CentreOfMass(glyph);
        double shiftX = Within(14 + (0.8 * random.Bell()) - (scale * centre.X), scale * left, scale * right, radius);
        double shiftY = Within(14 + (0.8 * random.Bell()) - (scale * centre.Y), scale * top, scale * bottom, radius);
        for (int i = 0; i < _points.Count; i++)
        {
            _points[i] = new GlyphPoint((scale * _points[i].X) + shiftX, (scale * _points[i].Y) + shiftY);
        }
    }

    /// <summary>The nearest shift that keeps the ink from low to high inside the picture.</summary>
    private static double Within(double shift, double low, double high, double radius) =>
        Math.Clamp(shift, Margin + radius - low, Side - Margin - radius - high);

    private GlyphPoint CentreOfMass(StrokeGlyph glyph)
    {
        (double x, double y, double mass) = (0, 0, 0);
        int next = 0;
        foreach (GlyphPoint[] stroke in glyph.Strokes)
        {
            for (int i = next + 1; i < next + stroke.Length; i++)
            {
                (GlyphPoint a, GlyphPoint b) = (_points[i - 1], _points[i]);
                double length = Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
                x += length * (a.X + b.X) / 2;
                y += length * (a.Y + b.Y) / 2;
                mass += length;
            }

            next += stroke.Length;
        }

        return new GlyphPoint(x / mass, y / mass);
    }
}
