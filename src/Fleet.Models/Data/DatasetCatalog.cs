using System.Diagnostics.CodeAnalysis;
using Fleet.Models.Tensors;

namespace Fleet.Models.Data;

/// <summary>The data sets with names of their own.</summary>
public static class DatasetCatalog
{
    /// <summary>The handwritten digits of LeCun, Cortes and Burges.</summary>
    public const string Mnist = "mnist";

    /// <summary>Pictures of clothes of the shape of MNIST, by Xiao, Rasul and Vollgraf.</summary>
    public const string FashionMnist = "fashion-mnist";

    /// <summary>Small photographs of ten kinds of thing, by Krizhevsky.</summary>
    public const string Cifar10 = "cifar10";

    private static readonly TensorShape Grey = new(1, 28, 28);
    private static readonly TensorShape Color = new(3, 32, 32);

    private static readonly DatasetInfo[] All =
    [
        new(SyntheticDigits.Name, "digits drawn from stroke glyphs, made on the spot", Grey, 10, 20_000, 10_000, Embedded: true)
        {
            TrainContentHash = SyntheticDigits.TrainHash,
        },
        new(SyntheticColors.Name, "coloured shapes on coloured grounds, made on the spot", Color, 10, 20_000, 10_000, Embedded: true)
        {
            ClassNames = SyntheticColors.ClassNames,
        },
        new(Mnist, "handwritten digits (LeCun, Cortes, Burges)", Grey, 10, 60_000, 10_000, Embedded: false)
        {
            TrainContentHash = "29d858ddc3e20b46479bf86a7500775a4441ff383535033e103c269b9d9185ca",
            Files =
            [
                new("train-images-idx3-ubyte", DatasetInfo.Train, [60_000, 28, 28], "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                new("train-labels-idx1-ubyte", DatasetInfo.Train, [60_000], "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5") { Classes = 10 },
                new("t10k-images-idx3-ubyte", DatasetInfo.Test, [10_000, 28, 28], "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                new("t10k-labels-idx1-ubyte", DatasetInfo.Test, [10_000], "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2") { Classes = 10 },
            ],
            Mirrors =
            [
                new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            ],
        },
        new(FashionMnist, "pictures of clothes (Xiao, Rasul, Vollgraf)", Grey, 10, 60_000, 10_000, Embedded: false)
        {
            Files =
            [
                new("train-images-idx3-ubyte", DatasetInfo.Train, [60_000, 28, 28], null) { PackedSha256 = "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84" },
                new("train-labels-idx1-ubyte", DatasetInfo.Train, [60_000], null) { Classes = 10, PackedSha256 = "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845" },
                new("t10k-images-idx3-ubyte", DatasetInfo.Test, [10_000, 28, 28], null) { PackedSha256 = "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073" },
                new("t10k-labels-idx1-ubyte", DatasetInfo.Test, [10_000], null) { Classes = 10, PackedSha256 = "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5" },
            ],
            Mirrors =
            [
                new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
                new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            ],
            ClassNames = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
            InOwnFolderOnly = true,
        },
        new(Cifar10, "small photographs of ten kinds of thing (Krizhevsky)", Color, 10, 50_000, 10_000, Embedded: false)
        {
            Files =
            [
                new("cifar-10-binary.tar.gz", "", [], null)
                {
                    PackedSha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                    PackedBytes = 170_052_171,
                },
            ],
            Mirrors =
            [
                new("https://www.cs.toronto.edu/~kriz/"),
                new("https://cave.cs.toronto.edu/kriz/"),
            ],
            ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
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
