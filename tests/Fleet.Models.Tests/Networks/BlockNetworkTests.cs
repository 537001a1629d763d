using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Networks;

/// <summary>A network with every kind of layer that LeNet-5 lacks.</summary>
public sealed class BlockNetworkTests
{
    private static readonly ResidualBlock Block = new(
        "block",
        [new Convolution("block.conv1", 4, 6, 3, 1, Stride: 2, Bias: false), new BatchNorm("block.bn1", 6)],
        [new Convolution("block.down", 4, 6, 1, 0, Stride: 2)]);

    private static readonly NetworkSpec Net = new(
        "blocks",
        new TensorShape(1, 28, 28),
        10,
        new Normalization([0.5f], [0.5f]),
        [
            new Convolution("conv1", 1, 4, 3, 1, Stride: 2, Bias: false),
            new BatchNorm("bn1", 4),
            new Tanh("tanh1"),
            Block,
            new ResidualBlock("identity", [new Convolution("identity.conv1", 6, 6, 3, 1)], []),
            new AveragePool("pool", 2),
            new Sigmoid("sigmoid"),
            new Linear("fc", 54, 10, Bias: false),
        ]);

    [Fact]
    public void Every_layer_computes_its_definition()
    {
        WeightArray[] arrays = Arrays();
        using var network = new TrainedNetwork(Net, arrays);
        using var scope = NewDisposeScope();
        Tensor picture = PictureTensor.Load(SharedNetworks.SmallData.Test, [5], Net, torch.CPU);
        Dictionary<string, float[]> weights = arrays.ToDictionary(array => array.Name, array => array.Values, StringComparer.Ordinal);
        double[] x = [.. SharedNetworks.SmallData.Test.Image(5).ToArray().Select(pixel => ((pixel / 255.0) - 0.5) / 0.5)];
        TensorShape shape = Net.Input;
        foreach (LayerSpec layer in Net.Layers)
        {
            x = layer is ResidualBlock block
                ? [.. Chain(block.Main, x, shape, weights).Zip(Chain(block.Shortcut, x, shape, weights), (a, b) => Math.Max(0, a + b))]
                : Chain([layer], x, shape, weights);
            shape = layer.OutputShape(shape);
            float[] computed = network.Head(picture, layer.Name).data<float>().ToArray();
            Assert.Equal(x.Length, computed.Length);
            Assert.All(x.Zip(computed), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Head_and_tail_give_the_scores_of_the_whole_network_at_every_cut()
    {
        using var network = new TrainedNetwork(Net, Arrays());
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [0, 1, 2], Net, torch.CPU);
        float[] whole = network.Head(pictures, "fc").data<float>().ToArray();

        Assert.All(Net.Layers, layer =>
            Assert.Equal(whole, network.Tail(network.Head(pictures, layer.Name), layer.Name).data<float>().ToArray()));
    }

    [Fact]
    public void A_picture_s_activation_does_not_depend_on_its_neighbours_in_the_batch()
    {
        using var network = new TrainedNetwork(Net, Arrays());
        using var scope = NewDisposeScope();
        float[] alone = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, [7], Net, torch.CPU), "block").data<float>().ToArray();
        float[] beside = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, [3, 7], Net, torch.CPU), "block").data<float>().ToArray();

        // Up to rounding: products of matrices may sum in another order for another number of rows.
        Assert.All(alone.Zip(beside[alone.Length..]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Training_counts_the_statistics_of_the_batches_and_keeps_them_with_the_weights()
    {
        var settings = new TrainingSettings(1, Epochs: 4, BatchSize: 50, LearningRate: 5e-3);
        var reports = new Reports<TrainingProgress>();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (TrainedNetwork network = Trainer.Train(Net, SharedNetworks.SmallData, settings, reports))
        using (TrainedNetwork again = Trainer.Train(Net, SharedNetworks.SmallData, settings))
        {
            Assert.Equal(network.WeightsHash, again.WeightsHash);
            float[] means = network.Weights.Single(array => array.Name == "bn1.running_mean").Values;
            float[] variances = network.Weights.Single(array => array.Name == "bn1.running_var").Values;
            Assert.All(means, mean => Assert.NotEqual(0, mean));
            Assert.All(variances, variance => Assert.True(variance > 0 && variance != 1));
            AccuracyResult accuracy = AccuracyEvaluator.Evaluate(network, SharedNetworks.SmallData.Test, "block", Models.Defenses.DefenseChain.None, 1);
            Assert.Equal(accuracy.Value, reports.Items[^1].TestAccuracy);
            Assert.True(reports.Items[^1].Loss < reports.Items[0].Loss, $"{reports.Items[0]} and then {reports.Items[^1]}");
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_negative_variance_is_refused()
    {
        WeightArray[] arrays = [.. Arrays().Select(array => array.Name == "bn1.running_var" ? array with { Values = [1, -1, 1, 1] } : array)];

        Assert.Contains(
            "Element 1 of the variances bn1.running_var is -1",
            Assert.Throws<InvalidDataException>(() => new TrainedNetwork(Net, arrays)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet18")]
    [InlineData("vgg11")]
    [InlineData("cifar6")]
    public void The_built_in_networks_run(string name)
    {
        NetworkCatalog.TryFind(name, out NetworkSpec? spec);
        using var network = new TrainedNetwork(spec!, WeightInitializer.Draw(spec!, 1));
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SyntheticColors.Draw("test", 2), [0, 1], spec!, torch.CPU);
        foreach (LayerProfile layer in spec!.Profile().Where((_, i) => i % 4 == 0))
        {
            Assert.Equal(2 * layer.Output.Elements, network.Head(pictures, layer.Name).numel());
        }
    }

    private static double[] Chain(IReadOnlyList<LayerSpec> layers, double[] x, TensorShape shape, Dictionary<string, float[]> weights)
    {
        foreach (LayerSpec layer in layers)
        {
            x = layer is BatchNorm
                ? PlainLayers.Normalise(
                    x, shape, weights[$"{layer.Name}.weight"], weights[$"{layer.Name}.bias"],
                    weights[$"{layer.Name}.running_mean"], weights[$"{layer.Name}.running_var"])
                : PlainLayers.Apply(layer, x, shape, weights.GetValueOrDefault($"{layer.Name}.weight"), weights.GetValueOrDefault($"{layer.Name}.bias"));
            shape = layer.OutputShape(shape);
        }

        return x;
    }

    /// <summary>Weights with no special value anywhere; variances are positive.</summary>
    private static WeightArray[] Arrays()
    {
        var random = new CounterRandom(3, 0, RandomPurpose.Weights);
        return [.. WeightArray.Required(Net).Select(array => new WeightArray(
            array.Name, array.Shape, [.. Enumerable.Range(0, (int)array.Elements).Select(_ => (float)(array.Role == ArrayRole.RunningVariance ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5))]))];
    }
}
