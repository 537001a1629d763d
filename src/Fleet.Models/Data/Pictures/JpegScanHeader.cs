namespace Fleet.Models.Data.Pictures;

/// <summary>Which components and coefficients a scan of a JPEG brings.</summary>
/// <param name="Components">The components with the numbers of their Huffman tables.</param>
/// <param name="First">The first coefficient, in zigzag order.</param>
/// <param name="Last">The last coefficient.</param>
/// <param name="High">The bit up to which the coefficients were known before; 0 for a first scan.</param>
/// <param name="Low">The bit down to which they are known then.</param>
internal sealed record JpegScanHeader(IReadOnlyList<(JpegComponent Component, int Dc, int Ac)> Components, int First, int Last, int High, int Low)
{
    private const int LastCoefficient = 63;
    private const int MostBits = 13;

    /// <summary>Whether it adds one bit to coefficients of an earlier scan.</summary>
    public bool IsRefinement => High > 0;

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It is wrong.</exception>
    public static JpegScanHeader Read(ReadOnlySpan<byte> body, JpegFrame frame)
    {
        int count = body.Length > 0 ? body[0] : 0;
        if (count is < 1 or > 4 || body.Length != 4 + (2 * count))
        {
            throw Wrong();
        }

        List<(JpegComponent Component, int Dc, int Ac)> components = [];
        for (int i = 0; i < count; i++)
        {
            (byte id, int tables) = (body[1 + (2 * i)], body[2 + (2 * i)]);
            JpegComponent component = frame.Components.FirstOrDefault(one => one.Id == id) ?? throw Wrong();
            components.Add(tables >> 4 <= 3 && (tables & 15) <= 3 && components.TrueForAll(one => one.Component != component)
                ? (component, tables >> 4, tables & 15)
                : throw Wrong());
        }

        ReadOnlySpan<byte> range = body[(1 + (2 * count))..];
        var scan = new JpegScanHeader(components, range[0], range[1], range[2] >> 4, range[2] & 15);

        // Some encoders leave the range of a baseline scan at 0; it always brings everything.
        return !frame.IsProgressive ? scan with { First = 0, Last = LastCoefficient, High = 0, Low = 0 } : scan.IsProgressiveRange ? scan : throw Wrong();
    }

    private bool IsProgressiveRange =>
        First <= Last && Last <= LastCoefficient && Low <= MostBits && (High == 0 || High == Low + 1)
        && (First == 0 ? Last == 0 : Components.Count == 1);

    private static PictureException Wrong() => new("a JPEG with a wrong scan header");
}
