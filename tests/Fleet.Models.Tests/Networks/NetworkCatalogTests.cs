using Fleet.Models.Networks;

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
