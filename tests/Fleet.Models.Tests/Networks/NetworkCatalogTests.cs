using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Networks;

public sealed class NetworkCatalogTests
{
    private static readonly NetworkSpec LeNet5 = Find("lenet5");

    [Fact]
    public void Every_listed_name_is_found_and_no_other()
    {
        Assert.Contains("lenet5", NetworkCatalog.Names);
        Assert.All(NetworkCatalog.Names, name => Assert.Equal(name, Find(name).Name));
        Assert.False(NetworkCatalog.TryFind("LeNet5", out NetworkSpec? none));
        Assert.Null(none);
    }

    /// <summary>Counted by hand from the definitions: 2 per multiply-accumulate, 1 per bias, activation and compared element.</summary>
    [Fact]
    public void LeNet5_has_the_layers_shapes_and_costs_of_the_paper()
    {
        LayerProfile[] expected =
        [
            new("conv1", "convolution", new TensorShape(8, 24, 24), 208, 4608 * ((2 * 25) + 1), 18432),
            new("ReLU1", "relu", new TensorShape(8, 24, 24), 0, 4608, 18432),
            new("pool1", "maxpool", new TensorShape(8, 12, 12), 0, 4608, 4608),
            new("conv2", "convolution", new TensorShape(16, 8, 8), 3216, 1024 * ((2 * 200) + 1), 4096),
            new("ReLU2", "relu", new TensorShape(16, 8, 8), 0, 1024, 4096),
            new("pool2", "maxpool", new TensorShape(16, 4, 4), 0, 1024, 1024),
            new("fc1", "linear", new TensorShape(120), 30840, 120 * ((2 * 256) + 1), 480),
            new("fc1act", "relu", new TensorShape(120), 0, 120, 480),
            new("fc2", "linear", new TensorShape(84), 10164, 84 * ((2 * 120) + 1), 336),
            new("fc2act", "relu", new TensorShape(84), 0, 84, 336),
            new("fc3", "linear", new TensorShape(10), 850, 10 * ((2 * 84) + 1), 40),
        ];

        Assert.Equal(expected, LeNet5.Profile());
        Assert.Equal(LeNet5.Classes, LeNet5.Profile()[^1].Output.Elements);
    }

    /// <summary>Weights in the cache and published results are found by this text.</summary>
    [Fact]
    public void The_text_of_LeNet5_stays_what_it_was() => Assert.Equal(
        """
        network lenet5 input 1x28x28 classes 10
        mean 0.5 deviation 0.5
        convolution conv1 1>8 kernel 5 padding 0
        relu ReLU1
        maxpool pool1 window 2
        convolution conv2 8>16 kernel 5 padding 0
        relu ReLU2
        maxpool pool2 window 2
        linear fc1 256>120
        relu fc1act
        linear fc2 120>84
        relu fc2act
        linear fc3 84>10
        """,
        LeNet5.Canonical);

    [Fact]
    public void Cifar6_has_the_layers_and_shapes_of_the_paper()
    {
        IReadOnlyList<LayerProfile> profile = Find("cifar6").Profile();

        Assert.Equal(
            "conv11 ReLU11 conv12 ReLU12 pool1 conv21 ReLU21 conv22 ReLU22 pool2 conv31 ReLU31 conv32 ReLU32 pool3 fc1 sigmoid fc2",
            string.Join(' ', profile.Select(layer => layer.Name)));
        Assert.Equal(new TensorShape(64, 32, 32), profile[0].Output);
        Assert.Equal(new TensorShape(128, 16, 16), profile[8].Output);
        Assert.Equal(new TensorShape(128, 4, 4), profile[14].Output);
        Assert.Equal(65_536L * ((2 * 27) + 1), profile[0].Flops);
        Assert.Equal((2048L * 512) + 512, profile[15].Parameters);
    }

    /// <summary>
    /// ResNet-18 in its CIFAR form has 11,173,962 parameters and 0.56 G multiply-accumulates in the reimplementations that
    /// publish both. VGG-11: convolutions with bias 9,220,480, batch normalisation 2 x 2,752, classifier 5,130.
    /// </summary>
    [Theory]
    [InlineData("resnet18", 11_173_962, 0.556)]
    [InlineData("vgg11", 9_231_114, 0.153)]
    public void Networks_of_the_field_have_their_published_size(string name, long parameters, double giga)
    {
        IReadOnlyList<LayerProfile> profile = Find(name).Profile();

        Assert.Equal(parameters, profile.Sum(layer => layer.Parameters));
        Assert.Equal(giga, profile.Where(layer => layer.Kind is "convolution" or "residual" or "linear").Sum(layer => layer.Flops) / 2e9, 0.003);
        Assert.Equal(new TensorShape(10), profile[^1].Output);
    }

    [Fact]
    public void A_residual_network_is_cut_between_its_blocks()
    {
        NetworkSpec resnet = Find("resnet18");

        Assert.Equal(
            "conv1 bn1 relu layer1.0 layer1.1 layer2.0 layer2.1 layer3.0 layer3.1 layer4.0 layer4.1 avgpool fc",
            string.Join(' ', resnet.Profile().Select(layer => layer.Name)));
        Assert.Equal(new TensorShape(256, 8, 8), resnet.Profile()[7].Output);
        Assert.Null(resnet.SplitProblem("layer2.1", out _));
        Assert.Equal(
            "'layer2.0.conv1' is inside the residual block layer2.0 of resnet18, where two tensors pass; the nearest split points are layer1.1, before the block, or layer2.0, after it.",
            resnet.SplitProblem("layer2.0.conv1", out string? nearest));
        Assert.Equal("layer2.0", nearest);
        resnet.SplitProblem("layer21", out nearest);
        Assert.Equal("layer2.1", nearest);
        Assert.Contains("inside the residual block", Assert.Throws<ArgumentException>(() => Models.Costs.SplitCost.Of(resnet, "layer4.1.bn2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_whose_branches_differ_in_shape_is_refused()
    {
        var block = new ResidualBlock("block", [new Convolution("block.conv", 3, 8, 3, 1)], []);

        Assert.StartsWith(
            "Block block adds 8x4x4 and 3x4x4",
            Assert.Throws<ArgumentException>(() => block.OutputShape(new TensorShape(3, 4, 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_is_found_by_its_exact_name()
    {
        Assert.Equal(4, LeNet5.IndexOf("ReLU2"));
        Assert.Equal(-1, LeNet5.IndexOf("relu2"));
        Assert.Equal(-1, LeNet5.IndexOf("conv3"));
    }

    [Fact]
    public void A_layer_refuses_a_shape_that_it_cannot_take_and_says_so()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => new Convolution("conv1", 1, 8, 5, 0).OutputShape(new TensorShape(3, 28, 28)));
        Assert.StartsWith("Layer conv1 takes 1 channels", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Convolution("conv1", 1, 8, 5, 0).OutputShape(new TensorShape(1, 4, 28)));
        Assert.Throws<ArgumentException>(() => new MaxPool("pool", 2).OutputShape(new TensorShape(8)));
        Assert.Throws<ArgumentException>(() => new Linear("fc", 256, 120).OutputShape(new TensorShape(16, 4, 5)));
    }

    [Fact]
    public void Padding_keeps_the_size_of_a_convolution_and_pooling_drops_incomplete_windows()
    {
        Assert.Equal(new TensorShape(64, 32, 32), new Convolution("c", 3, 64, 3, 1).OutputShape(new TensorShape(3, 32, 32)));
        Assert.Equal(new TensorShape(4, 2, 3), new MaxPool("p", 2).OutputShape(new TensorShape(4, 5, 7)));
    }

    [Fact]
    public void Networks_that_compute_differently_have_different_canonical_forms()
    {
        NetworkSpec[] variants =
        [
            LeNet5,
            LeNet5 with { Normalization = new Normalization([0.1307f], [0.3081f]) },
            LeNet5 with { Layers = [.. LeNet5.Layers.Take(10), new Linear("fc3", 84, 11)] },
            LeNet5 with { Layers = [.. LeNet5.Layers.Skip(1)] },
        ];
        Assert.Equal(variants.Length, variants.Select(v => v.Canonical).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(LeNet5.Canonical, (LeNet5 with { Layers = [.. LeNet5.Layers] }).Canonical);
    }

    internal static NetworkSpec Find(string name) =>
        NetworkCatalog.TryFind(name, out NetworkSpec? spec) ? spec : throw new InvalidOperationException($"No network {name}.");
}
