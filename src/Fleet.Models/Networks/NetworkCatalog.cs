using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>The built-in networks, by the names that scenario files use.</summary>
public static class NetworkCatalog
{
    private static readonly NetworkSpec[] All = [LeNet5(), Cifar6(), ResNet18(), Vgg11()];

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

    private static TensorShape CifarPicture => new(3, 32, 32);

    /// <summary>The means and deviations of ImageNet's channels, with which the paper normalises CIFAR-10 too.</summary>
    private static Normalization ImageNet() => new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The six convolutions and two fully connected layers of the same paper, for 32x32 pictures in colour.</summary>
    private static NetworkSpec Cifar6() => new(
        "cifar6",
        CifarPicture,
        Classes: 10,
        ImageNet(),
        [
            new Convolution("conv11", 3, 64, Kernel: 3, Padding: 1),
            new Relu("ReLU11"),
            new Convolution("conv12", 64, 64, Kernel: 3, Padding: 1),
            new Relu("ReLU12"),
            new MaxPool("pool1", 2),
            new Convolution("conv21", 64, 128, Kernel: 3, Padding: 1),
            new Relu("ReLU21"),
            new Convolution("conv22", 128, 128, Kernel: 3, Padding: 1),
            new Relu("ReLU22"),
            new MaxPool("pool2", 2),
            new Convolution("conv31", 128, 128, Kernel: 3, Padding: 1),
            new Relu("ReLU31"),
            new Convolution("conv32", 128, 128, Kernel: 3, Padding: 1),
            new Relu("ReLU32"),
            new MaxPool("pool3", 2),
            new Linear("fc1", 2048, 512),
            new Sigmoid("sigmoid"),
            new Linear("fc2", 512, 10),
        ]);

    /// <summary>
    /// ResNet-18 (He, Zhang, Ren, Sun, CVPR 2016) for 32x32 pictures: a 3x3 first convolution of stride 1 and no pooling
    /// behind it. Layers are named as in torchvision's resnet18, so that its state_dict fits.
    /// </summary>
    private static NetworkSpec ResNet18()
    {
        List<LayerSpec> layers =
        [
            new Convolution("conv1", 3, 64, Kernel: 3, Padding: 1, Bias: false),
            new BatchNorm("bn1", 64),
            new Relu("relu"),
        ];
        int channels = 64;
        for (int stage = 1; stage <= 4; stage++)
        {
            int width = 32 << stage;
            layers.Add(BasicBlock(string.Create(CultureInfo.InvariantCulture, $"layer{stage}.0"), channels, width, stride: stage == 1 ? 1 : 2));
            layers.Add(BasicBlock(string.Create(CultureInfo.InvariantCulture, $"layer{stage}.1"), width, width, stride: 1));
            channels = width;
        }

        layers.Add(new AveragePool("avgpool", 4));
        layers.Add(new Linear("fc", 512, 10));
        return new NetworkSpec("resnet18", CifarPicture, Classes: 10, ImageNet(), layers);
    }

    private static ResidualBlock BasicBlock(string name, int channels, int width, int stride) => new(
        name,
        [
            new Convolution($"{name}.conv1", channels, width, Kernel: 3, Padding: 1, stride, Bias: false),
            new BatchNorm($"{name}.bn1", width),
            new Relu($"{name}.relu"),
            new Convolution($"{name}.conv2", width, width, Kernel: 3, Padding: 1, Bias: false),
            new BatchNorm($"{name}.bn2", width),
        ],
        stride == 1 && channels == width
            ? []
            :
            [
                new Convolution($"{name}.downsample.0", channels, width, Kernel: 1, Padding: 0, stride, Bias: false),
                new BatchNorm($"{name}.downsample.1", width),
            ]);

    /// <summary>
    /// VGG-11 (Simonyan, Zisserman, ICLR 2015) with batch normalisation for 32x32 pictures: after the fifth pooling one
    /// position is left, which one fully connected layer classifies. Layers are named as in torchvision's vgg11_bn.
    /// </summary>
    private static NetworkSpec Vgg11()
    {
        List<LayerSpec> layers = [];
        int channels = 3;
        foreach (int[] stage in (int[][])[[64], [128], [256, 256], [512, 512], [512, 512]])
        {
            foreach (int width in stage)
            {
                layers.Add(new Convolution(Next(), channels, width, Kernel: 3, Padding: 1));
                layers.Add(new BatchNorm(Next(), width));
                layers.Add(new Relu(Next()));
                channels = width;
            }

            layers.Add(new MaxPool(Next(), 2));
        }

        layers.Add(new Linear("classifier", 512, 10));
        return new NetworkSpec("vgg11", CifarPicture, Classes: 10, ImageNet(), layers);

        string Next() => $"features.{layers.Count}";
    }
}
