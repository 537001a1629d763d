using System.Diagnostics.CodeAnalysis;
using Fleet.Models.Networks;

namespace Fleet.Models.Data;

/// <summary>The data sets that the product knows.</summary>
public static class DatasetCatalog
{
    /// <summary>The name of the train part.</summary>
    public const string Train = "train";

    /// <summary>The name of the test part.</summary>
    public const string Test = "test";

    /// <summary>The handwritten digits of LeCun, Cortes and Burges.</summary>
    public const string Mnist = "mnist";

    /// <summary>Digits drawn by the product itself, the default.</summary>
    public const string SyntheticDigits = "synthetic-digits";

    private static readonly DatasetInfo[] All =
    [
        new(SyntheticDigits, "digits drawn from stroke glyphs, made on the spot", new TensorShape(1, 28, 28), 10, 20_000, 10_000, Embedded: true)
        {
            TrainContentHash = "df2d049d529c9050d123526bda2af92f1c3fde44f5dc4f9d4037aa29f602561c",
        },
        new(Mnist, "handwritten digits (LeCun, Cortes, Burges)", new TensorShape(1, 28, 28), 10, 60_000, 10_000, Embedded: false)
        {
            TrainContentHash = "29d858ddc3e20b46479bf86a7500775a4441ff383535033e103c269b9d9185ca",
            Files =
            [
                new("train-images-idx3-ubyte", Train, [60_000, 28, 28], "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new("train-labels-idx1-ubyte", Train, [60_000], "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                new("t10k-images-idx3-ubyte", Test, [10_000, 28, 28], "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new("t10k-labels-idx1-ubyte", Test, [10_000], "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ],
            Mirrors =
            [
                new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            ],
        },
    ];

    /// <summary>The names of all data sets, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(info => info.Name)];

    /// <summary>Finds a data set by its exact name.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out DatasetInfo? info)
    {
        info = Array.Find(All, candidate => candidate.Name == name);
        return info is not null;
    }
}
