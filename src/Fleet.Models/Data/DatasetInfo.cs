using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>What is known about a data set before it is loaded.</summary>
/// <param name="Name">The name, as scenario files write it; of a user's own pictures, that of their folder or zip.</param>
/// <param name="Description">One line for lists.</param>
/// <param name="Shape">The shape of one picture.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="TrainCount">Pictures in the train part.</param>
/// <param name="TestCount">Pictures in the test part.</param>
/// <param name="Embedded">Whether FleetSim draws the pictures, so that no file is needed.</param>
public sealed record DatasetInfo(
    string Name, string Description, TensorShape Shape, int Classes, int TrainCount, int TestCount, bool Embedded)
{
    /// <summary>The name of the train part.</summary>
    public const string Train = "train";

    /// <summary>The name of the test part.</summary>
    public const string Test = "test";

    /// <summary>The files that hold the set; none for an embedded one, nor for a user's own pictures.</summary>
    public IReadOnlyList<DatasetFile> Files { get; init; } = [];

    /// <summary>
    /// The <see cref="Dataset.ContentHash"/> of the train part, so that weights are found without reading it; null if it is not known.
    /// </summary>
    public string? TrainContentHash { get; init; }

    /// <summary>Folders on the web that hold the files, in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>The names of the classes in the order of their labels; by default their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = Numbers(Classes);

    /// <summary>The folder or zip with a user's own pictures; null for a set of the <see cref="DatasetCatalog"/>.</summary>
    public string? PicturesAt { get; init; }

    /// <summary>How a user's own pictures come to the network's size.</summary>
    public PictureFit Fit { get; init; } = PictureFit.None;

    /// <summary>Whether the files are looked for only in folders of the set's name, because another set's files have their names.</summary>
    internal bool InOwnFolderOnly { get; init; }

    /// <summary>
    /// A user's own pictures: train/CLASS/NAME and test/CLASS/NAME in a folder or a zip. How many there are is not known
    /// before <see cref="DatasetLoader.Describe"/> has listed them; until then the counts are 0.
    /// </summary>
    /// <param name="path">The folder or the zip.</param>
    /// <param name="shape">The shape that every picture comes to: 3 channels of colour, or 1 of grey.</param>
    /// <param name="classes">The number of class folders that there must be.</param>
    /// <param name="fit">How they come to it; null if they have it.</param>
    public static DatasetInfo OfPictures(string path, TensorShape shape, int classes, PictureFit? fit = null)
    {
        string last = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path));
        string name = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return new DatasetInfo(name.Length > 0 ? name : "pictures", $"pictures at {path}", shape, classes, 0, 0, Embedded: false)
        {
            PicturesAt = Path.GetFullPath(path),
            Fit = fit ?? PictureFit.None,
        };
    }

    /// <summary>The number of pictures in a part.</summary>
    internal int Count(string part) => part == Train ? TrainCount : TestCount;

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}
