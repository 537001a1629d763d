using System.Diagnostics.CodeAnalysis;

namespace Fleet.Models.Networks;

/// <summary>The built-in networks, by the names that scenario files use.</summary>
public static class NetworkCatalog
{
    private static readonly NetworkSpec[] All = [LeNet5()];

    /// <summary>The names, in the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(network => network.Name)];

    /// <summary>Finds a network by its name.</summary>
    /// <returns>False if there is none of that name. Case counts.</returns>
    public static bool TryFind(string name, [NotNullWhen(true)] out NetworkSpec? spec)
    {
        spec = Array.Find(All, network => string.Equals(network.Name, name, StringComparison.Ordinal));
        return spec is not null;
    }

    /// <summary>
    /// The LeNet-5 variant of He, Zhang and Lee, "Model Inversion Attacks Against Collaborative Inference" (ACSAC 2019):
    /// 28x28 pictures, two convolutions without padding, three fully connected layers.
    /// </summary>
    private static NetworkSpec LeNet5() => new(
        "lenet5",
        new TensorShape(1, 28, 28),
        Classes: 10,
        new Normalization([0.5f], [0.5f]),
        [
            new Convolution("conv1", 1, 8, Kernel: 5, Padding: 0),
            new Relu("ReLU1"),
            new MaxPool("pool1", 2),
            new Convolution("conv2", 8, 16, Kernel: 5, Padding: 0),
            new Relu("ReLU2"),
            new MaxPool("pool2", 2),
            new Linear("fc1", 256, 120),
            new Relu("fc1act"),
            new Linear("fc2", 120, 84),
            new Relu("fc2act"),
            new Linear("fc3", 84, 10),
        ]);
}
