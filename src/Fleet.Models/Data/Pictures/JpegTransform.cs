namespace Fleet.Models.Data.Pictures;

/// <summary>
/// The inverse discrete cosine transform in whole numbers: the arithmetic of stb_image (Sean Barrett, public domain), which is
/// that of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) with 12 bits.
/// </summary>
internal static class JpegTransform
{
    private const int Side = 8;

    /// <summary>The place in a block of the coefficients in the order of the file.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Turns a block of coefficients into samples.</summary>
    /// <param name="block">The coefficients, row by row.</param>
    /// <param name="quantization">What each is multiplied by.</param>
    /// <param name="samples">Receives eight rows of eight.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <exception cref="PictureException">A coefficient is beyond 16 bits.</exception>
    public static void Inverse(ReadOnlySpan<short> block, ushort[] quantization, Span<byte> samples, int stride)
    {
        Span<int> values = stackalloc int[Side * Side];
        for (int i = 0; i < values.Length; i++)
        {
            int value = block[i] * quantization[i];
            values[i] = value is >= short.MinValue and <= short.MaxValue ? value : throw new PictureException("a JPEG with damaged image data");
        }

        for (int column = 0; column < Side; column++)
        {
            Column(values[column..]);
        }

        for (int row = 0; row < Side; row++)
        {
            Row(values.Slice(row * Side, Side), samples.Slice(row * stride, Side));
        }
    }

    private static void Column(Span<int> v)
    {
        if ((v[8] | v[16] | v[24] | v[32] | v[40] | v[48] | v[56]) == 0)
        {
            int level = v[0] * 4;
            for (int i = 0; i < Side; i++)
            {
                v[i * Side] = level;
            }

            return;
        }

        Butterfly f = new(v[0], v[8], v[16], v[24], v[32], v[40], v[48], v[56]);
        const int half = 512;
        (v[0], v[56]) = ((f.X0 + half + f.T3) >> 10, (f.X0 + half - f.T3) >> 10);
        (v[8], v[48]) = ((f.X1 + half + f.T2) >> 10, (f.X1 + half - f.T2) >> 10);
        (v[16], v[40]) = ((f.X2 + half + f.T1) >> 10, (f.X2 + half - f.T1) >> 10);
        (v[24], v[32]) = ((f.X3 + half + f.T0) >> 10, (f.X3 + half - f.T0) >> 10);
    }

    private static void Row(Span<int> v, Span<byte> samples)
    {
        Butterfly f = new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
        const int half = 65_536 + (128 << 17);
        (samples[0], samples[7]) = (Clamp((f.X0 + half + f.T3) >> 17), Clamp((f.X0 + half - f.T3) >> 17));
        (samples[1], samples[6]) = (Clamp((f.X1 + half + f.T2) >> 17), Clamp((f.X1 + half - f.T2) >> 17));
        (samples[2], samples[5]) = (Clamp((f.X2 + half + f.T1) >> 17), Clamp((f.X2 + half - f.T1) >> 17));
        (samples[3], samples[4]) = (Clamp((f.X3 + half + f.T0) >> 17), Clamp((f.X3 + half - f.T0) >> 17));
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    /// <summary>The sums and differences of a transform of eight values, times 4096.</summary>
    private readonly ref struct Butterfly
    {
        public readonly int X0;
        public readonly int X1;
        public readonly int X2;
        public readonly int X3;
        public readonly int T0;
        public readonly int T1;
        public readonly int T2;
        public readonly int T3;

        public Butterfly(int s0, int s1, int s2, int s3, int s4, int s5, int s6, int s7)
        {
            int common = (s2 + s6) * Fixed(0.5411961f);
            int even2 = common + (s6 * Fixed(-1.847759065f));
            int even3 = common + (s2 * Fixed(0.765366865f));
            int even0 = (s0 + s4) * 4096;
            int even1 = (s0 - s4) * 4096;
            (X0, X3, X1, X2) = (even0 + even3, even0 - even3, even1 + even2, even1 - even2);

            int p3 = s7 + s3;
            int p4 = s5 + s1;
            int p5 = (p3 + p4) * Fixed(1.175875602f);
            int p1 = p5 + ((s7 + s1) * Fixed(-0.899976223f));
            int p2 = p5 + ((s5 + s3) * Fixed(-2.562915447f));
            p3 *= Fixed(-1.961570560f);
            p4 *= Fixed(-0.390180644f);
            T3 = (s1 * Fixed(1.501321110f)) + p1 + p4;
            T2 = (s3 * Fixed(3.072711026f)) + p2 + p3;
            T1 = (s5 * Fixed(2.053119869f)) + p2 + p4;
            T0 = (s7 * Fixed(0.298631336f)) + p1 + p3;
        }

        private static int Fixed(float value) => (int)((value * 4096) + 0.5);
    }
}
