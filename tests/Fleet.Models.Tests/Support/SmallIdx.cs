using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Fleet.Models.Data;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Support;

/// <summary>Small IDX files, and a data set made of them, for tests that need no real data.</summary>
public static class SmallIdx
{
    /// <summary>A file of the given dimensions whose elements count up modulo 251.</summary>
    public static byte[] Content(params int[] dimensions)
    {
        int header = 4 + (4 * dimensions.Length);
        byte[] content = new byte[header + dimensions.Aggregate(1, (product, size) => product * size)];
        content[2] = 8;
        content[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        for (int i = header; i < content.Length; i++)
        {
            content[i] = (byte)((i - header) % 251);
        }

        return content;
    }

    public static DatasetFile Describe(string name, byte[] content, params int[] dimensions) =>
        new(name, DatasetInfo.Test, dimensions, Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Reads a file as the source of a data set does.</summary>
    public static ReadOnlyMemory<byte> Read(string path, DatasetFile expected)
    {
        using FileStream stream = DatasetFiles.Open(path, "an IDX file");
        return IdxFile.Read(stream, path, expected, CancellationToken.None);
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.NoCompression))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A set of one file.</summary>
    public static DatasetInfo Set(DatasetFile file) =>
        new("small", "for tests", new TensorShape(1, 1, 1), 1, 0, 0, Embedded: false) { Files = [file] };
}
