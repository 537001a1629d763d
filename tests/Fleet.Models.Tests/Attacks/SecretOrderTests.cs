using CsCheck;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class SecretOrderTests
{
    [Fact]
    public void The_assignment_is_the_cheapest_of_all_permutations() =>
        Gen.Int[1, 6].SelectMany(n => Gen.Double[-5, 5].Array[n * n].Select(values => (n, values))).Sample(sample =>
        {
            (int n, double[] values) = sample;
            var cost = new double[n, n];
            Buffer.BlockCopy(values, 0, cost, 0, values.Length * sizeof(double));
            int[] found = LinearAssignment.Solve(cost);
            double least = Permutations(n).Min(order => Total(cost, order));
            return found.Order().SequenceEqual(Enumerable.Range(0, n)) && Math.Abs(Total(cost, found) - least) < 1e-9;
        });

    [Theory]
    [InlineData("permute", "conv1")]
    [InlineData("permute", "ReLU2")]
    [InlineData("gaussian 0.2 + permute", "ReLU1")]
    [InlineData("permute + dropout 30 %", "ReLU2")]
    [InlineData("permute + quantize 2 bit", "conv1")]
    public void Sixty_messages_of_a_device_show_the_order_of_its_channels(string defense, string split)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        DefenseChain chain = Parse(defense);
        (Tensor sent, _) = Messages(network, split, chain, count: 60, device: 3);
        int[] truth = Order(network, split, chain, device: 3);
        var order = new MessageOrder(CPU, Examples(network, split).After(MessageOrder.WithoutKeys(chain)));

        Assert.Equal(truth, order.Of(new Transmissions(sent))[0]);
    }

    [Fact]
    public void Each_device_has_an_order_of_its_own()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        DefenseChain chain = Parse("permute");
        (Tensor first, _) = Messages(network, "ReLU1", chain, count: 40, device: 1);
        (Tensor second, _) = Messages(network, "ReLU1", chain, count: 40, device: 2);
        var order = new MessageOrder(CPU, Examples(network, "ReLU1").After(DefenseChain.None));
        IReadOnlyDictionary<int, int[]> found = order.Of(
            new Transmissions(cat([first, second]), devices: [.. Enumerable.Range(0, 80).Select(message => message < 40 ? 1 : 2)]));

        Assert.Equal(Order(network, "ReLU1", chain, device: 1), found[1]);
        Assert.Equal(Order(network, "ReLU1", chain, device: 2), found[2]);
        Assert.NotEqual(found[1], found[2]);
    }

    [Fact]
    public void What_is_read_of_permuted_messages_is_what_the_layers_gave()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        DefenseChain chain = Parse("permute");
        (Tensor sent, Tensor given) = Messages(network, "ReLU2", chain, count: 60, device: 5);
        Observation seen = Reading.Of(network, "ReLU2", chain, Examples(network, "ReLU2")).Of(new Transmissions(sent), 0, 60);

        Assert.True(allclose(given, seen.Value));
        Assert.False(allclose(given, sent));
    }

    private static DefenseChain Parse(string defense)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
        return chain;
    }

    /// <summary>Training pictures: not those of the messages.</summary>
    private static Experience Examples(TrainedNetwork network, string split) =>
        Experience.Of(network, split, new WhiteBox(network, SharedNetworks.SmallData.Train));

    private static (Tensor Sent, Tensor Given) Messages(TrainedNetwork network, string split, DefenseChain chain, int count, int device)
    {
        Dataset test = SharedNetworks.SmallData.Test;
        MessageKey[] keys = [.. Enumerable.Range(0, count).Select(i => new MessageKey(device, i, i % test.Count))];
        var source = new ActivationSource(network, test, seed: 9);
        return (source.Activations(keys, split, chain), source.Activations(keys, split, DefenseChain.None));
    }

    /// <summary>Where each channel went: what the device's key does to channels that hold their own numbers.</summary>
    private static int[] Order(TrainedNetwork network, string split, DefenseChain chain, int device)
    {
        using Tensor shape = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, [0], network.Spec, CPU), split);
        (int channels, int plane) = ((int)shape.shape[1], (int)(shape.shape[2] * shape.shape[3]));
        float[] numbers = [.. Enumerable.Range(0, channels * plane).Select(i => (float)(i / plane))];
        DefenseStep[] steps = [.. chain.Steps.Select(step => step is ChannelPermutation ? step : new NormClip(1e6))];
        new DefenseChain(steps).Apply(DefensePlace.Activation, numbers, new TensorShape(channels, (int)shape.shape[2], (int)shape.shape[3]), 9, device, 0);
        var order = new int[channels];
        for (int position = 0; position < channels; position++)
        {
            order[(int)numbers[position * plane]] = position;
        }

        return order;
    }

    private static double Total(double[,] cost, int[] columns) => columns.Select((column, row) => cost[row, column]).Sum();

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(rest => Enumerable.Range(0, n).Select(at => (int[])[.. rest[..at], n - 1, .. rest[at..]]));
}
