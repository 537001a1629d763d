using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>
/// A smooth random displacement of the plane: uniform cubic B-splines over a lattice of random vectors. Points that
/// coincide stay together, so that joined strokes stay joined.
/// </summary>
internal sealed class ElasticField
{
    private const int CellsPerUnit = 3;
    private const int Side = CellsPerUnit + 4;

    private readonly GlyphPoint[] _lattice = new GlyphPoint[Side * Side];

    /// <summary>Draws a new field.</summary>
    /// <param name="random">The source.</param>
    /// <param name="strength">Standard deviation of the lattice's vectors; that of the displacement is about half of it.</param>
    public void Draw(CounterRandom random, double strength)
    {
        for (int i = 0; i < _lattice.Length; i++)
        {
            _lattice[i] = new GlyphPoint(strength * random.Bell(), strength * random.Bell());
        }
    }

    /// <summary>The point, displaced.</summary>
    public GlyphPoint Apply(GlyphPoint point)
    {
        Span<double> weightsX = stackalloc double[4];
        Span<double> weightsY = stackalloc double[4];
        int column = Weights(point.X, weightsX);
        int row = Weights(point.Y, weightsY);
        (double x, double y) = (point.X, point.Y);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double weight = weightsY[i] * weightsX[j];
                GlyphPoint vector = _lattice[((row + i) * Side) + column + j];
                x += weight * vector.X;
                y += weight * vector.Y;
            }
        }

        return new GlyphPoint(x, y);
    }

    /// <summary>The B-spline weights of the four lattice lines around a coordinate, and the first of these lines.</summary>
    private static int Weights(double coordinate, Span<double> weights)
    {
        double position = Math.Clamp((coordinate * CellsPerUnit) + 0.5, 0, Side - 3.001);
        int first = (int)position;
        double t = position - first;
        double s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = ((3 * t * t * t) - (6 * t * t) + 4) / 6;
        weights[2] = ((3 * s * s * s) - (6 * s * s) + 4) / 6;
        weights[3] = t * t * t / 6;
        return first;
    }
}
