using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Fleet.Models.Data;

/// <summary>
/// Reads files in the IDX format of the MNIST database, compressed with gzip or not (recognised by the content): two zero
/// bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as a big-endian 32-bit number,
/// then the elements.
/// </summary>
internal static class IdxFile
{
    private const int UnsignedByte = 8;
    private const int GzipMagic = 0x1F8B;

    /// <summary>Reads and checks the elements of a file of unsigned bytes from an open stream that can be read again; it stays open.</summary>
    /// <param name="file">The stream, at its beginning.</param>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="expected">Dimensions and hash of its decompressed content.</param>
    /// <param name="cancellation">Stops between two blocks of the file.</param>
    /// <exception cref="DataDamagedException">The file holds something else.</exception>
    public static ReadOnlyMemory<byte> Read(Stream file, string path, DatasetFile expected, CancellationToken cancellation)
    {
        bool compressed = file.ReadByte() << 8 == (GzipMagic & 0xFF00) && file.ReadByte() == (GzipMagic & 0xFF);
        file.Position = 0;
        if (compressed)
        {
            expected.CheckPacked(file, path, cancellation);
        }

        byte[] content = Decompress(file, compressed, path, expected.Bytes, cancellation, out int length);
        CheckHeader(path, content.AsSpan(0, length), expected);
        if (length < expected.Bytes)
        {
            throw new DataDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"{length} bytes"), string.Create(CultureInfo.InvariantCulture, $"{expected.Bytes} bytes (decompressed)"));
        }

        if (length > expected.Bytes)
        {
            throw new DataDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"more than {expected.Bytes} bytes"), string.Create(CultureInfo.InvariantCulture, $"{expected.Bytes} bytes (decompressed)"));
        }

        ReadOnlyMemory<byte> elements = content.AsMemory(expected.HeaderBytes, length - expected.HeaderBytes);
        if (expected.Classes is > 0 and <= byte.MaxValue && elements.Span.IndexOfAnyInRange((byte)expected.Classes, byte.MaxValue) is >= 0 and int wrong)
        {
            throw new DataDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"the label {elements.Span[wrong]} of picture {wrong}"), string.Create(CultureInfo.InvariantCulture, $"labels from 0 to {expected.Classes - 1}"));
        }

        if (expected.Sha256 is null)
        {
            return elements;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, length)));
        return hash == expected.Sha256
            ? elements
            : throw new DataDamagedException(path, $"SHA-256 {hash}", $"{expected.Sha256} (of the decompressed content)");
    }

    /// <summary>Reads at most one byte more than expected, so that a decompression bomb does no harm.</summary>
    private static byte[] Decompress(Stream file, bool compressed, string path, int expectedBytes, CancellationToken cancellation, out int length)
    {
        using GZipStream? unpacked = compressed ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : null;
        Stream stream = unpacked ?? file;

        byte[] content = new byte[expectedBytes + 1];
        length = 0;
        try
        {
            int read;
            while ((read = stream.Read(content, length, Math.Min(1 << 20, content.Length - length))) > 0)
            {
                length += read;
                cancellation.ThrowIfCancellationRequested();
            }
        }
        catch (InvalidDataException error)
        {
            throw new DataDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"a gzip stream broken after {length} bytes"), string.Create(CultureInfo.InvariantCulture, $"{expectedBytes} bytes (decompressed)"), error);
        }

        return content;
    }

    private static void CheckHeader(string path, ReadOnlySpan<byte> content, DatasetFile expected)
    {
        int header = expected.HeaderBytes;
        if (content.Length < header)
        {
            throw new DataDamagedException(path, $"{content.Length} bytes", string.Create(CultureInfo.InvariantCulture, $"an IDX header of {header} bytes"));
        }

        int magic = BinaryPrimitives.ReadInt32BigEndian(content);
        int expectedMagic = (UnsignedByte << 8) | expected.Dimensions.Count;
        if (magic != expectedMagic)
        {
            throw new DataDamagedException(
                path, $"magic number 0x{magic:x8}", $"0x{expectedMagic:x8} (IDX, unsigned bytes, dimensions: {expected.Dimensions.Count})");
        }

        List<int> found = [];
        for (int at = 4; at < header; at += 4)
        {
            found.Add(BinaryPrimitives.ReadInt32BigEndian(content[at..]));
        }

        if (!found.SequenceEqual(expected.Dimensions))
        {
            throw new DataDamagedException(path, $"dimensions {string.Join(" x ", found)}", string.Join(" x ", expected.Dimensions));
        }
    }
}
