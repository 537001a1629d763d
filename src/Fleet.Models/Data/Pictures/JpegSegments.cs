using System.Buffers.Binary;
using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>Cuts a JPEG file (ITU-T T.81) into its segments, from SOI to EOI. What follows EOI, such as a second picture, is left out.</summary>
internal static class JpegSegments
{
    /// <summary>Huffman tables.</summary>
    public const byte HuffmanTables = 0xC4;

    /// <summary>A scan: its header, and the image data behind it.</summary>
    public const byte Scan = 0xDA;

    /// <summary>The application segment of Adobe.</summary>
    public const byte Adobe = 0xEE;

    private const byte EndOfImage = 0xD9;
    private const byte FirstRestart = 0xD0;

    /// <summary>The first bytes of the file.</summary>
    public static ReadOnlySpan<byte> Start => [0xFF, 0xD8];

    /// <summary>Reads the segments.</summary>
    /// <exception cref="PictureException">One does not lie within the file, or the end is missing.</exception>
    public static IReadOnlyList<JpegSegment> Read(byte[] file)
    {
        List<JpegSegment> segments = [];
        int at = Start.Length;
        int scans = 0;
        while (true)
        {
            byte marker = Marker(file, ref at);
            if (marker == EndOfImage)
            {
                return segments;
            }

            if (at + 2 > file.Length)
            {
                throw Torn();
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            if (length < 2 || length > file.Length - at)
            {
                throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG whose segment {marker:X2} claims {length} bytes where {file.Length - at} follow"));
            }

            int end = at + length;
            int dataEnd = marker == Scan ? EndOfData(file, end) : end;
            if (marker == Scan && ++scans > PictureLimits.JpegScans)
            {
                throw new PictureException($"a JPEG of more than the {PictureLimits.JpegScans} scans that are read");
            }

            segments.Add(new JpegSegment(marker, file.AsMemory(at + 2, length - 2), file.AsMemory(end, dataEnd - end)));
            at = dataEnd;
        }
    }

    /// <summary>The position of the marker behind a scan's image data, in which 0xFF stands before 0 or a restart's number only.</summary>
    private static int EndOfData(ReadOnlySpan<byte> file, int at)
    {
        while (true)
        {
            int next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                throw Torn();
            }

            at += next;
            byte follows = file[at + 1];
            if (follows is not (0 or 0xFF or (>= FirstRestart and < FirstRestart + 8)))
            {
                return at;
            }

            at += follows == 0xFF ? 1 : 2;
        }
    }

    private static byte Marker(ReadOnlySpan<byte> file, ref int at)
    {
        if (at >= file.Length)
        {
            throw Torn();
        }

        if (file[at] != 0xFF)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG without a marker at byte {at}, where one should be"));
        }

        while (at < file.Length && file[at] == 0xFF)
        {
            at++;
        }

        return at < file.Length ? file[at++] : throw Torn();
    }

    private static PictureException Torn() => new("a JPEG that ends before its end marker");
}

/// <summary>A segment of a JPEG.</summary>
/// <param name="Marker">Its kind.</param>
/// <param name="Body">What follows its length.</param>
/// <param name="Data">The image data of a scan; otherwise empty.</param>
internal readonly record struct JpegSegment(byte Marker, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Data);
