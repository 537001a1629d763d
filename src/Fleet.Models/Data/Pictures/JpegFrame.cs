using System.Buffers.Binary;
using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>The frame header of a JPEG: its size and its components.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Components">1 of grey, 3 of colour, 4 of printing colours.</param>
internal sealed record JpegFrame(int Height, int Width, IReadOnlyList<JpegComponent> Components)
{
    private const byte Baseline = 0xC0;
    private const byte Extended = 0xC1;
    private const byte Progressive = 0xC2;
    private const byte ArithmeticExtended = 0xC9;
    private const byte Lossless = 0xC3;
    private const byte JpegExtensions = 0xC8;
    private const byte ArithmeticConditions = 0xCC;
    private const int MostSampling = 4;

    /// <summary>The number of blocks of all components, each of which takes at least one bit.</summary>
    public long Blocks
    {
        get
        {
            (int across, int down) = (Components.Max(component => component.Across), Components.Max(component => component.Down));
            return Components.Sum(component =>
                (long)Divided(Divided(Width * component.Across, across), 8) * Divided(Divided(Height * component.Down, down), 8));
        }
    }

    /// <summary>Whether a segment is a frame header, of a kind that is read or not.</summary>
    public static bool IsFrame(byte marker) =>
        marker is >= 0xC0 and <= 0xCF and not (JpegSegments.HuffmanTables or JpegExtensions or ArithmeticConditions);

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It is wrong, or of a kind that is not read.</exception>
    public static JpegFrame Read(JpegSegment segment)
    {
        if (segment.Marker is not (Baseline or Extended or Progressive))
        {
            throw new PictureException($"a JPEG of a kind that is not read ({(segment.Marker >= ArithmeticExtended ? "arithmetic coding" : segment.Marker == Lossless ? "lossless" : "hierarchical")})");
        }

        ReadOnlySpan<byte> body = segment.Body.Span;
        if (body.Length < 6 || body.Length != 6 + (3 * body[5]))
        {
            throw Wrong();
        }

        return body[0] == 8
            ? new JpegFrame(BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]), ReadComponents(body[6..], body[5]))
            : throw new PictureException($"a JPEG of {body[0]} bits a sample; 8 are read");
    }

    private static JpegComponent[] ReadComponents(ReadOnlySpan<byte> body, int count)
    {
        if (count is not (1 or 3 or 4))
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG of {count} colour components; 1, 3 and 4 are read"));
        }

        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            var component = new JpegComponent(body[3 * i], body[(3 * i) + 1] >> 4, body[(3 * i) + 1] & 15);
            components[i] = component.Across is >= 1 and <= MostSampling && component.Down is >= 1 and <= MostSampling
                && components.Take(i).All(earlier => earlier.Id != component.Id)
                ? component
                : throw Wrong();
        }

        return components;
    }

    private static int Divided(int number, int by) => (number + by - 1) / by;

    private static PictureException Wrong() => new("a JPEG with a wrong frame header");
}

/// <summary>One component of a JPEG.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Across">Its samples in a row, for each of the greatest such factor.</param>
/// <param name="Down">The same in a column.</param>
internal readonly record struct JpegComponent(byte Id, int Across, int Down);
