using System.Globalization;
using System.Security.Cryptography;

namespace Fleet.Models.Data;

/// <summary>
/// One file of a data set: in the IDX format (unsigned bytes, of one or three dimensions, compressed with gzip where it is
/// published), or an archive that is kept as it is.
/// </summary>
/// <param name="Name">The file's name; of an IDX file without the ending .gz.</param>
/// <param name="Part">The part that it belongs to: train or test; of an archive empty.</param>
/// <param name="Dimensions">Pictures, rows and columns; for labels their number alone; for an archive none.</param>
/// <param name="Sha256">SHA-256 of the decompressed content, lower-case hexadecimal; null if only the packed one is published.</param>
public sealed record DatasetFile(string Name, string Part, IReadOnlyList<int> Dimensions, string? Sha256)
{
    /// <summary>SHA-256 of the file as it is published, lower-case hexadecimal; null if <see cref="Sha256"/> is known.</summary>
    public string? PackedSha256 { get; init; }

    /// <summary>Of a file of labels, the number of classes: each label is less. 0 if it is not known.</summary>
    public int Classes { get; init; }

    /// <summary>The length in bytes of an archive as it is published.</summary>
    public long PackedBytes { get; init; }

    /// <summary>Whether the file is an archive, not in the IDX format.</summary>
    public bool IsArchive => Dimensions.Count == 0;

    /// <summary>The name under which mirrors have the file.</summary>
    public string PublishedName => IsArchive ? Name : Name + ".gz";

    /// <summary>Whether the file holds labels, not pictures.</summary>
    public bool HoldsLabels => Dimensions.Count == 1;

    /// <summary>The bytes before the first element: the magic number and the dimensions.</summary>
    public int HeaderBytes => 4 + (4 * Dimensions.Count);

    /// <summary>The size of the decompressed content in bytes.</summary>
    public int Bytes => HeaderBytes + Dimensions.Aggregate(1, (product, dimension) => product * dimension);

    /// <summary>More bytes than this cannot be the published file: gzip hardly ever makes a file greater.</summary>
    internal long MostPublishedBytes => IsArchive ? PackedBytes : Bytes + (1L << 16);

    /// <summary>Checks the hash of an open file as it was published, if it is known; the position is at the beginning again.</summary>
    /// <exception cref="DataDamagedException">It is another.</exception>
    internal void CheckPacked(Stream stream, string path, CancellationToken cancellation)
    {
        if (PackedSha256 is not { } expected)
        {
            return;
        }

        if (PackedBytes > 0 && stream.Length != PackedBytes)
        {
            throw new DataDamagedException(path, $"{stream.Length} bytes", string.Create(CultureInfo.InvariantCulture, $"{PackedBytes} bytes"));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 20];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, read);
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        stream.Position = 0;
        if (found != expected)
        {
            throw new DataDamagedException(path, $"SHA-256 {found}", $"{expected} (of the file as published)");
        }
    }
}
