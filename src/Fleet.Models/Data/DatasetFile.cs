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
}
