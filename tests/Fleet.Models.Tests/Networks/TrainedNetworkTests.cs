using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Networks;

public sealed class TrainedNetworkTests
{
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;

    [Fact]
    public void Head_and_tail_give_the_scores_of_the_whole_network_at_every_cut()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [0, 1, 2], LeNet5, torch.CPU);
        float[] whole = network.Head(pictures, "fc3").data<float>().ToArray();

        Assert.All(LeNet5.Profile(), layer =>
        {
            Tensor activation = network.Head(pictures, layer.Name);
            Assert.Equal(layer.Output.Elements * 3, activation.numel());
            Assert.Equal(layer.Output.Channels, activation.shape[1]);
            Assert.Equal(whole, network.Tail(activation, layer.Name).data<float>().ToArray());
        });
    }

    /// <summary>The definitions of the layers as plain loops in double precision, without the tensor library.</summary>
    [Fact]
    public void The_scores_are_those_of_the_layers_definitions()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor picture = PictureTensor.Load(SharedNetworks.SmallData.Test, [5], LeNet5, torch.CPU);
        double[] x = [.. SharedNetworks.SmallData.Test.Image(5).ToArray().Select(pixel => ((pixel / 255.0) - 0.5) / 0.5)];
        Dictionary<string, float[]> weights = network.Weights.ToDictionary(array => array.Name, array => array.Values, StringComparer.Ordinal);
        TensorShape shape = LeNet5.Input;
        foreach (LayerSpec layer in LeNet5.Layers)
        {
            x = PlainLayers.Apply(layer, x, shape, weights.GetValueOrDefault($"{layer.Name}.weight"), weights.GetValueOrDefault($"{layer.Name}.bias"));
            shape = layer.OutputShape(shape);
            float[] computed = network.Head(picture, layer.Name).data<float>().ToArray();
            Assert.All(x.Zip(computed), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Equal_weights_give_equal_bits_wherever_their_arrays_lie_in_memory()
    {
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [0, 1], SharedNetworks.LeNet5, torch.CPU);
        var between = new List<object>();
        float[][] outputs = [.. Enumerable.Range(0, 8).Select(i =>
        {
            using var network = new TrainedNetwork(SharedNetworks.LeNet5, [.. WeightInitializer.Draw(SharedNetworks.LeNet5, 1).Select(array =>
            {
                between.Add(new byte[8 * (i + 1)]);
                return array with { Values = [.. array.Values] };
            })]);
            return network.Head(pictures, "fc2").data<float>().ToArray();
        })];

        Assert.All(outputs, output => Assert.Equal(outputs[0], output));
        GC.KeepAlive(between);
    }

    [Fact]
    public void The_weights_hash_tells_weights_apart()
    {
        using TrainedNetwork first = SharedNetworks.Untrained(1);
        using TrainedNetwork same = SharedNetworks.Untrained(1);
        using TrainedNetwork other = SharedNetworks.Untrained(2);

        Assert.Equal(first.WeightsHash, same.WeightsHash);
        Assert.NotEqual(first.WeightsHash, other.WeightsHash);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_with_the_reason()
    {
        WeightArray[] good = [.. WeightInitializer.Draw(LeNet5, 1)];

        Refused(good[1..], "Network lenet5 needs the weights conv1.weight, which are missing.");
        Refused([good[0] with { Name = "conv.weight" }, .. good[1..]], "missing; there are weights that it has no place for: conv.weight.");
        Refused([.. good, good[0] with { Name = "fc4.weight" }], "has no place for the weights fc4.weight.");
        Refused([.. good[1..], good[1]], "needs the weights conv1.weight, which are missing.");
        Refused([good[0] with { Shape = [8, 25] }, .. good[1..]], "shape 8x25; network lenet5 needs 8x1x5x5");
        Refused([good[0] with { Values = [.. good[0].Values[1..], float.NaN] }, .. good[1..]], "Element 199 of the weights conv1.weight is NaN");
    }

    [Fact]
    public void A_network_releases_its_tensors()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (TrainedNetwork network = SharedNetworks.Untrained())
        {
            Assert.Equal(before + 10, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static void Refused(WeightArray[] arrays, string reason)
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => new TrainedNetwork(LeNet5, arrays));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
