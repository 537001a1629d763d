using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Fleet.Models.Tests.Support;

/// <summary>Writes PNG files, for tests that need pictures whose pixels they know, and of every form.</summary>
public static class SmallPng
{
    private static readonly (int Column, int Row, int ColumnStep, int RowStep)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The forms that the format allows: depth and colour type.</summary>
    public static IReadOnlyList<(int Depth, int ColorType)> Forms { get; } =
    [
        (1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2), (1, 3), (2, 3), (4, 3), (8, 3), (8, 4), (16, 4), (8, 6), (16, 6),
    ];

    /// <summary>A picture of 8-bit colour.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="rgb">The pixels row by row, three bytes each.</param>
    public static byte[] Encode(int width, byte[] rgb)
    {
        int height = rgb.Length / (3 * width);
        using var rows = new MemoryStream();
        for (int row = 0; row < height; row++)
        {
            rows.WriteByte(0); // no filter
            rows.Write(rgb, row * width * 3, width * 3);
        }

        return File(height, width, 8, 2, interlaced: false, ("IDAT", Packed(rows.ToArray())));
    }

    /// <summary>A picture of pseudo-random bytes and filters in any form.</summary>
    public static byte[] Any(Random random)
    {
        (int depth, int colorType) = Forms[random.Next(Forms.Count)];
        (int height, int width, bool interlaced) = (1 + random.Next(20), 1 + random.Next(20), random.Next(3) == 0);
        byte[] palette = new byte[3 * (1 << Math.Min(depth, 8))];
        random.NextBytes(palette);
        byte[] packed = Packed(Rows(random, height, width, depth, colorType, interlaced));
        int cut = 1 + random.Next(packed.Length - 1);
        return File(height, width, depth, colorType, interlaced, [
            .. colorType == 3 ? [("PLTE", palette)] : Array.Empty<(string, byte[])>(),
            ("tEXt", [1, 2, 3]), ("IDAT", packed[..cut]), ("IDAT", packed[cut..]),
        ]);
    }

    /// <summary>A file of these chunks between the header and the end, each with its checksum.</summary>
    public static byte[] File(int height, int width, int depth, int colorType, bool interlaced, params (string Type, byte[] Content)[] chunks)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, (byte)(interlaced ? 1 : 0));
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR", header);
        foreach ((string type, byte[] content) in chunks)
        {
            Chunk(file, type, content);
        }

        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Gives every chunk the checksum that its content has, so that changes get past the checksums.</summary>
    public static void Reseal(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                return;
            }

            int body = 4 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 4 + body), Crc32.HashToUInt32(file.AsSpan(at + 4, body)));
            at += 8 + body;
        }
    }

    /// <summary>A zlib stream.</summary>
    public static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Rows(Random random, int height, int width, int depth, int colorType, bool interlaced)
    {
        int samples = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var rows = new MemoryStream();
        foreach ((int column, int row, int columnStep, int rowStep) in interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            int columns = (width - column + columnStep - 1) / columnStep;
            byte[] content = new byte[((columns * samples * depth) + 7) / 8];
            for (int y = row; y < height && columns > 0; y += rowStep)
            {
                random.NextBytes(content);
                rows.WriteByte((byte)random.Next(5));
                rows.Write(content);
            }
        }

        return rows.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        file.Write(number);
    }
}
