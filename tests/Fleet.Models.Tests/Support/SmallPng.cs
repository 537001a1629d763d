using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Fleet.Models.Tests.Support;

/// <summary>Writes PNG files of 8-bit colour, for tests that need pictures whose pixels they know.</summary>
public static class SmallPng
{
    /// <param name="width">Columns.</param>
    /// <param name="rgb">The pixels row by row, three bytes each.</param>
    public static byte[] Encode(int width, byte[] rgb)
    {
        int height = rgb.Length / (3 * width);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Packed(width, height, rgb));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Packed(int width, int height, byte[] rgb)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            for (int row = 0; row < height; row++)
            {
                stream.WriteByte(0); // no filter
                stream.Write(rgb, row * width * 3, width * 3);
            }
        }

        return packed.ToArray();
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
