using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>A square grey picture on which round pens leave anti-aliased ink.</summary>
/// <param name="side">Pixels along a side.</param>
internal sealed class InkCanvas(int side)
{
    private readonly double[] _ink = new double[side * side];

    /// <summary>Makes the canvas black.</summary>
    public void Clear() => Array.Clear(_ink);

    /// <summary>
    /// Draws a line. A pixel is covered as far as its centre lies within the pen's radius of the line, with a linear
    /// edge of the given width; where lines overlap the greater cover counts.
    /// </summary>
    /// <param name="from">One end, in pixels; (0.5, 0.5) is the centre of the first pixel.</param>
    /// <param name="to">The other end, in pixels.</param>
    /// <param name="radius">The pen's radius in pixels.</param>
    /// <param name="edge">The width in pixels over which the cover falls from 1 to 0.</param>
    public void DrawLine(GlyphPoint from, GlyphPoint to, double radius, double edge)
    {
        double reach = radius + (edge / 2);
        double dx = to.X - from.X;
        double dy = to.Y - from.Y;
        double lengthSquared = (dx * dx) + (dy * dy);
        double inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
        double inverseEdge = 1 / edge;
        int left = Math.Max(0, (int)(Math.Min(from.X, to.X) - reach));
        int right = Math.Min(side - 1, (int)(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)(Math.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(side - 1, (int)(Math.Max(from.Y, to.Y) + reach));
        for (int row = top; row <= bottom; row++)
        {
            double y = row + 0.5 - from.Y;
            for (int column = left; column <= right; column++)
            {
                double x = column + 0.5 - from.X;
                double along = Math.Clamp(((x * dx) + (y * dy)) * inverse, 0, 1);
                double offX = x - (along * dx);
                double offY = y - (along * dy);
                double squared = (offX * offX) + (offY * offY);
                if (squared < reach * reach)
                {
                    double cover = Math.Min(1, (reach - Math.Sqrt(squared)) * inverseEdge);
                    ref double ink = ref _ink[(row * side) + column];
                    ink = Math.Max(ink, cover);
                }
            }
        }
    }

    /// <summary>Turns the ink into grey levels with noise.</summary>
    /// <param name="pixels">Receives the picture, row by row, 0 (no ink) to 255.</param>
    /// <param name="contrast">The grey level of full cover.</param>
    /// <param name="noise">Standard deviation of each pixel's noise in grey levels.</param>
    /// <param name="random">The source.</param>
    public void Develop(Span<byte> pixels, double contrast, double noise, CounterRandom random)
    {
        for (int i = 0; i < _ink.Length; i++)
        {
            double level = (_ink[i] * contrast) + (noise * random.Bell());
            pixels[i] = (byte)Math.Clamp((int)(level + 0.5), 0, 255);
        }
    }
}
