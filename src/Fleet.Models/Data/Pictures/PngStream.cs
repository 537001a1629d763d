using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// What a PNG file (ISO/IEC 15948) must be before it is decoded: signature, chunks in their order and each with its checksum, IEND.
/// Every chunk is checked, those without meaning for the pixels too.
/// </summary>
internal static class PngStream
{
    private const int LengthAndType = 8;
    private const int ChecksumBytes = 4;
    private const int HeaderBytes = 13;

    /// <summary>The first bytes of the file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Checks the chunks.</summary>
    /// <returns>Rows and columns of the picture.</returns>
    /// <exception cref="PictureException">It is not whole.</exception>
    public static (int Height, int Width) Check(byte[] file)
    {
        PngForm? form = null;
        bool hasPalette = false;
        long packed = 0;
        bool packedEnded = false;
        int at = Signature.Length;
        while (true)
        {
            (string type, ReadOnlyMemory<byte> data) = Chunk(file, at);
            at += LengthAndType + data.Length + ChecksumBytes;
            if (form is null && type != "IHDR")
            {
                throw new PictureException($"a PNG that begins with the chunk {type}, not with IHDR");
            }

            packedEnded |= packed > 0 && type != "IDAT";
            switch (type)
            {
                case "IHDR":
                    form = form is null ? Header(data.Span) : throw new PictureException("a PNG with two chunks IHDR");
                    break;
                case "PLTE":
                    CheckPalette(data.Length, isFirst: !hasPalette && packed == 0);
                    hasPalette = true;
                    break;
                case "IDAT":
                    packed += packedEnded ? throw new PictureException("a PNG whose chunks IDAT are not together") : data.Length;
                    break;
                case "IEND":
                    return Finish(form!, hasPalette, packed);
                case var unknown when char.IsAsciiLetterUpper(unknown[0]):
                    throw new PictureException($"a PNG with the unknown chunk {unknown}, without which it cannot be shown");
                default:
                    break;
            }
        }
    }

    private static (int Height, int Width) Finish(PngForm form, bool hasPalette, long packed)
    {
        if (form.UsesPalette && !hasPalette)
        {
            throw new PictureException("a PNG without its palette (PLTE)");
        }

        return form.PackedBytesAtLeast <= packed
            ? (form.Height, form.Width)
            : throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"{packed} bytes of pixel data (IDAT), too few for {form.Height} x {form.Width} pixels"));
    }

    private static (string Type, ReadOnlyMemory<byte> Data) Chunk(byte[] file, int at)
    {
        int left = file.Length - at - LengthAndType - ChecksumBytes;
        if (left < 0)
        {
            throw new PictureException("a PNG that ends before its last chunk (IEND)");
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
        string type = Encoding.Latin1.GetString(file, at + 4, 4);
        if (!type.All(char.IsAsciiLetter))
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG without a chunk at byte {at}, where one should be"));
        }

        if (length > left)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG whose chunk {type} claims {length} bytes where {left} follow"));
        }

        uint stated = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + LengthAndType + (int)length));
        return Crc32.HashToUInt32(file.AsSpan(at + 4, 4 + (int)length)) == stated
            ? (type, file.AsMemory(at + LengthAndType, (int)length))
            : throw new PictureException($"a PNG whose chunk {type} does not have the checksum that it states");
    }

    private static PngForm Header(ReadOnlySpan<byte> data)
    {
        if (data.Length != HeaderBytes)
        {
            throw new PictureException($"a PNG header (IHDR) of {data.Length} bytes, not {HeaderBytes}");
        }

        PictureLimits.CheckSize(BinaryPrimitives.ReadUInt32BigEndian(data[4..]), BinaryPrimitives.ReadUInt32BigEndian(data));
        var form = new PngForm(
            BinaryPrimitives.ReadInt32BigEndian(data[4..]), BinaryPrimitives.ReadInt32BigEndian(data), data[8], data[9]);
        return form.IsDefined && data[10] == 0 && data[11] == 0 && data[12] <= 1
            ? form
            : throw new PictureException($"a PNG of no defined form (depth {data[8]}, colour type {data[9]}, methods {data[10]}, {data[11]}, {data[12]})");
    }

    private static void CheckPalette(int bytes, bool isFirst)
    {
        if (!isFirst || bytes % 3 != 0 || bytes is 0 or > 3 * 256)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a PNG with a wrong palette (PLTE, {bytes} bytes)"));
        }
    }
}
