using System.Buffers.Binary;
using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>The frame header of a JPEG: its size and its components.</summary>
internal sealed class JpegFrame
{
    private const byte Baseline = 0xC0;
    private const byte Extended = 0xC1;
    private const byte Progressive = 0xC2;
    private const int MostSampling = 4;

    private JpegFrame(JpegSegment segment)
    {
        ReadOnlySpan<byte> body = segment.Body.Span;
        if (body.Length < 6 || body.Length != 6 + (3 * body[5]))
        {
            throw new PictureException("a JPEG with a wrong frame header");
        }

        if (body[0] != 8)
        {
            throw new PictureException($"a JPEG of {body[0]} bits a sample; 8 are read");
        }

        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(body[1..]), BinaryPrimitives.ReadUInt16BigEndian(body[3..]));
        IsProgressive = segment.Marker == Progressive;
        Components = ReadComponents(body[6..], body[5]);
        Most = (Components.Max(component => component.Factors.Horizontal), Components.Max(component => component.Factors.Vertical));
        if (Components.Any(component => Most.Horizontal % component.Factors.Horizontal != 0 || Most.Vertical % component.Factors.Vertical != 0))
        {
            throw new PictureException("a JPEG whose components are sampled in no whole ratio");
        }

        Units = (Divided(Width, 8 * Most.Horizontal), Divided(Height, 8 * Most.Vertical));
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Whether the picture comes in scans that refine it.</summary>
    public bool IsProgressive { get; }

    /// <summary>1 of grey, 3 of colour, 4 of printing colours.</summary>
    public IReadOnlyList<JpegComponent> Components { get; }

    /// <summary>The greatest sampling factors.</summary>
    public (int Horizontal, int Vertical) Most { get; }

    /// <summary>Columns and rows of interleaved units.</summary>
    public (int Columns, int Rows) Units { get; }

    /// <summary>The number of blocks of all components, each of which takes at least one bit.</summary>
    public long Blocks => Components.Sum(component =>
        (long)Divided(Divided(Width * component.Factors.Horizontal, Most.Horizontal), 8) * Divided(Divided(Height * component.Factors.Vertical, Most.Vertical), 8));

    /// <summary>Whether a segment is a frame header, of a kind that is read or not.</summary>
    public static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (JpegSegments.HuffmanTables or 0xC8 or 0xCC);

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It is wrong, or of a kind that is not read.</exception>
    public static JpegFrame Read(JpegSegment segment) => segment.Marker is Baseline or Extended or Progressive
        ? new JpegFrame(segment)
        : throw new PictureException($"a JPEG of a kind that is not read ({(segment.Marker >= 0xC9 ? "arithmetic coding" : segment.Marker == 0xC3 ? "lossless" : "hierarchical")})");

    private static JpegComponent[] ReadComponents(ReadOnlySpan<byte> body, int count)
    {
        if (count is not (1 or 3 or 4))
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG of {count} colour components; 1, 3 and 4 are read"));
        }

        var components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            (byte id, int horizontal, int vertical, int table) = (body[3 * i], body[(3 * i) + 1] >> 4, body[(3 * i) + 1] & 15, body[(3 * i) + 2]);
            if (horizontal is < 1 or > MostSampling || vertical is < 1 or > MostSampling || table > 3 || components.Take(i).Any(earlier => earlier.Id == id))
            {
                throw new PictureException("a JPEG with a wrong frame header");
            }

            components[i] = new JpegComponent(id, horizontal, vertical, table);
        }

        return components;
    }

    private static int Divided(int number, int by) => (number + by - 1) / by;
}
