using Fleet.Models.Randomness;

namespace Fleet.Models.Data.Drawing;

/// <summary>
/// Paints a shape on a shaded ground, both of random colour. Which shape it is follows from its outline alone: colour, place,
/// size and rotation say nothing about it. Uses only arithmetic that IEEE 754 rounds exactly, so that the pixels are the same
/// on every machine.
/// </summary>
internal static class ShapePainter
{
    /// <summary>Pixels along a side of a picture.</summary>
    public const int Side = 32;

    private const int Channels = 3;

    /// <summary>Samples along a side of a pixel: the share of them inside the shape is its cover.</summary>
    private const int Samples = 2;

    /// <summary>The least summed difference of the two colours over the channels, so that the shape can be seen.</summary>
    private const double LeastContrast = 0.7;

    /// <summary>Paints one picture; equal random streams give equal pictures.</summary>
    /// <param name="shape">0 to 9, as <see cref="SyntheticColors.ClassNames"/> names them.</param>
    /// <param name="random">The source.</param>
    /// <param name="pixels">Receives the picture, channel by channel, row by row.</param>
    public static void Paint(int shape, CounterRandom random, Span<byte> pixels)
    {
        Span<double> ground = stackalloc double[Channels];
        Span<double> paint = stackalloc double[Channels];
        ChooseColors(random, ground, paint);
        double shadeX = random.Uniform(-0.25, 0.25);
        double shadeY = random.Uniform(-0.25, 0.25);
        Frame frame = Frame.Draw(random);
        double noise = random.Uniform(0.005, 0.04);

        const int Plane = Side * Side;
        for (int i = 0; i < Plane; i++)
        {
            int row = i / Side;
            int column = i % Side;
            double cover = Cover(shape, frame, column, row);
            double shade = 1 + (shadeX * ((column / 15.5) - 1)) + (shadeY * ((row / 15.5) - 1));
            for (int channel = 0; channel < Channels; channel++)
            {
                double color = ground[channel] + (cover * (paint[channel] - ground[channel]));
                double level = 255 * ((color * shade) + (noise * random.Bell()));
                pixels[(channel * Plane) + i] = (byte)Math.Clamp((int)(level + 0.5), 0, 255);
            }
        }
    }

    private static void ChooseColors(CounterRandom random, Span<double> ground, Span<double> paint)
    {
        double contrast;
        do
        {
            contrast = 0;
            for (int channel = 0; channel < Channels; channel++)
            {
                ground[channel] = random.Uniform(0.1, 0.9);
                paint[channel] = random.Uniform(0.1, 0.9);
                contrast += Math.Abs(ground[channel] - paint[channel]);
            }
        }
        while (contrast < LeastContrast);
    }

    private static double Cover(int shape, Frame frame, int column, int row)
    {
        int inside = 0;
        for (int sample = 0; sample < Samples * Samples; sample++)
        {
            double x = column + (((sample % Samples) + 0.5) / Samples);
            double y = row + (((sample / Samples) + 0.5) / Samples);
            (double u, double v) = frame.Local(x, y);
            inside += Contains(shape, u, v) ? 1 : 0;
        }

        return (double)inside / (Samples * Samples);
    }

    /// <summary>Whether a point lies in the shape, which fills the square from -1 to 1.</summary>
    private static bool Contains(int shape, double u, double v)
    {
        double squared = (u * u) + (v * v);
        double across = Math.Abs(u);
        double along = Math.Abs(v);
        return shape switch
        {
            0 => squared <= 1, // disc
            1 => squared is <= 1 and >= 0.36, // ring
            2 => across <= 0.85 && along <= 0.85, // square
            3 => across <= 0.9 && along <= 0.9 && (across >= 0.5 || along >= 0.5), // frame
            4 => v <= 0.8 && across <= (v + 1) * 0.55, // triangle
            5 => (across <= 0.3 && along <= 1) || (along <= 0.3 && across <= 1), // cross
            6 => along <= 1 && across <= 0.3, // bar
            7 => squared <= 1 && v >= 0, // half disc
            8 => ((v - 0.55) * (v - 0.55)) + (u * u) <= 0.2 || ((v + 0.55) * (v + 0.55)) + (u * u) <= 0.2, // two discs
            _ => across <= 0.95 && along <= 0.95 && u * v >= 0, // two squares that touch
        };
    }

    /// <summary>Where the shape lies: centre, size, rotation.</summary>
    private readonly record struct Frame(double X, double Y, double Cosine, double Sine, double InverseWidth, double InverseHeight)
    {
        public static Frame Draw(CounterRandom random)
        {
            double size = random.Uniform(7, 12);
            double stretch = random.Uniform(0.85, 1.15);
            double t = random.Uniform(-1, 1); // the tangent of half the angle: cos = (1 - t^2) / (1 + t^2), sin = 2 t / (1 + t^2)
            double room = 15.5 - size;
            return new Frame(
                16 + (room * random.Uniform(-1, 1)),
                16 + (room * random.Uniform(-1, 1)),
                (1 - (t * t)) / (1 + (t * t)),
                2 * t / (1 + (t * t)),
                1 / (size * stretch),
                1 / size);
        }

        public (double U, double V) Local(double x, double y)
        {
            double dx = x - X;
            double dy = y - Y;
            return (((dx * Cosine) + (dy * Sine)) * InverseWidth, ((dy * Cosine) - (dx * Sine)) * InverseHeight);
        }
    }
}
