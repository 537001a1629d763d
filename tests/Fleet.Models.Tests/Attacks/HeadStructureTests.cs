using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Costs;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Attacks;

public sealed class HeadStructureTests
{
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;

    public static TheoryData<string> Cuts => [.. LeNet5.Layers.Select(layer => layer.Name)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Every_structure_gives_an_activation_of_the_devices_shape(string split)
    {
        TensorShape activation = SplitCost.Of(LeNet5, split).Activation;

        Assert.Equal(activation, HeadStructure.Same(LeNet5, split).Profile()[^1].Output);
        Assert.Equal(activation, HeadStructure.Different(LeNet5, split).Profile()[^1].Output);
    }

    [Theory]
    [InlineData("conv1", 2)]
    [InlineData("ReLU2", 4)]
    public void Other_structures_of_LeNet_have_the_papers_number_of_3x3_convolutions(string split, int convolutions)
    {
        Convolution[] other = [.. HeadStructure.Different(LeNet5, split).Layers.OfType<Convolution>()];

        Assert.Equal(convolutions, other.Length);
        Assert.All(other, convolution => Assert.Equal(3, convolution.Kernel));
    }

    [Fact]
    public void Convolutions_of_3x3_become_one_of_5x5_in_pairs_and_two_of_3x3_alone()
    {
        var network = new NetworkSpec("small", new TensorShape(3, 32, 32), 10, new Normalization([0, 0, 0], [1, 1, 1]),
        [
            new Convolution("conv11", 3, 64, 3, 1), new Relu("ReLU11"), new Convolution("conv12", 64, 64, 3, 1), new Relu("ReLU12"),
        ]);

        Assert.Equal([(3, 16, 3), (16, 64, 3)], Convolutions("conv11"));
        Assert.Equal([(3, 64, 5)], Convolutions("ReLU12"));
        IEnumerable<(int, int, int)> Convolutions(string split) => HeadStructure.Different(network, split)
            .Layers.OfType<Convolution>().Select(c => (c.InChannels, c.OutChannels, c.Kernel));
    }

    [Theory]
    [InlineData(8, 24, 24, 1, 28)]
    [InlineData(8, 12, 12, 1, 28)]
    [InlineData(16, 8, 8, 1, 28)]
    [InlineData(16, 4, 4, 1, 28)]
    [InlineData(120, 1, 1, 1, 28)]
    [InlineData(64, 32, 32, 3, 32)]
    [InlineData(128, 8, 8, 3, 32)]
    [InlineData(512, 1, 1, 3, 32)]
    [InlineData(6, 11, 11, 3, 45)]
    [InlineData(6, 40, 40, 3, 32)]
    public void A_decoder_leads_from_the_activation_to_at_least_the_picture(int channels, int height, int width, int colours, int side)
    {
        var spec = DecoderSpec.For(new TensorShape(channels, height, width), new TensorShape(colours, side, side), width: 4);

        Assert.Equal(spec.From, spec.Layers[0].From);
        Assert.All(spec.Layers.Zip(spec.Layers.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal(colours, spec.Layers[^1].To.Channels);
        Assert.InRange(spec.Layers[^1].To.Height, side, side + 7);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var decoder = new Decoder(spec, seed: 1, stream: 1, TorchSharp.torch.CPU);
        Assert.Equal([2, colours, side, side], decoder.Apply(TorchSharp.torch.ones(2, channels, height, width)).shape);
    }
}
