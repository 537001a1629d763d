using Fleet.Models.Networks;

namespace Fleet.Models.Data;

/// <summary>What is known about a data set before it is loaded.</summary>
/// <param name="Name">The name, as scenario files write it.</param>
/// <param name="Description">One line for lists.</param>
/// <param name="Shape">The shape of one picture.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="TrainCount">Pictures in the train part.</param>
/// <param name="TestCount">Pictures in the test part.</param>
/// <param name="Embedded">Whether the product makes the pictures itself, so that no file is needed.</param>
public sealed record DatasetInfo(
    string Name, string Description, TensorShape Shape, int Classes, int TrainCount, int TestCount, bool Embedded)
{
    /// <summary>The files that hold the set; none for an embedded one.</summary>
    public IReadOnlyList<DatasetFile> Files { get; init; } = [];

    /// <summary>
    /// The <see cref="Dataset.ContentHash"/> of the train part, so that weights are found without reading it; null if it is not known.
    /// </summary>
    public string? TrainContentHash { get; init; }

    /// <summary>Folders on the web that hold the files, in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];
}

/// <summary>One file of a data set, in the IDX format: unsigned bytes, of one or three dimensions.</summary>
/// <param name="Name">The file's name without the ending .gz.</param>
/// <param name="Part">The part that it belongs to: train or test.</param>
/// <param name="Dimensions">Pictures, rows and columns; for labels their number alone.</param>
/// <param name="Sha256">SHA-256 of the decompressed content, lower-case hexadecimal.</param>
public sealed record DatasetFile(string Name, string Part, IReadOnlyList<int> Dimensions, string Sha256)
{
    /// <summary>Whether the file holds labels, not pictures.</summary>
    public bool HoldsLabels => Dimensions.Count == 1;

    /// <summary>The bytes before the first element: the magic number and the dimensions.</summary>
    public int HeaderBytes => 4 + (4 * Dimensions.Count);

    /// <summary>The size of the decompressed content in bytes.</summary>
    public int Bytes => HeaderBytes + Dimensions.Aggregate(1, (product, dimension) => product * dimension);
}
