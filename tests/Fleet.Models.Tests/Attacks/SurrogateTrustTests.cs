using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class SurrogateTrustTests
{
    private const string Split = "ReLU2";

    [Fact]
    public void Stand_ins_are_attacked_by_the_mean_of_their_activations()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork one = SharedNetworks.Untrained(1);
        using TrainedNetwork other = SharedNetworks.Untrained(2);
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [0, 1], PictureFormat.Of(one.Spec), CPU);
        Tensor mean = (one.Head(pictures, Split) + other.Head(pictures, Split)) / 2;
        Assert.True(allclose(mean, new AttackedHead([one, other], Split).Activation(pictures)));
        Assert.True(one.Head(pictures, Split).eq(new AttackedHead(one, Split).Activation(pictures)).all().item<bool>());
    }

    [Fact]
    public void Where_stand_ins_disagree_an_element_counts_less()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork one = SharedNetworks.Untrained(1);
        using TrainedNetwork other = OtherwiseInChannel(one, channel: 3);
        Tensor weight = Trust(one, other).Apply(new Observation(Sent(one, 4)), scales: false).Weight!;
        Assert.Equal(1, weight.mean().item<float>(), 1e-4);
        Assert.Equal(3, weight.mean([0, 2, 3]).argmin().item<long>());
        Assert.True(weight.select(1, 3).max().item<float>() <= weight.select(1, 4).min().item<float>());
    }

    [Fact]
    public void Many_messages_bring_a_channel_to_the_strength_that_it_has_in_the_stand_ins_and_one_message_hardly_moves_it()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork one = SharedNetworks.Untrained(1);
        Tensor strong = Sent(one, 64) * 3;
        Assert.InRange(Ratio(64), 0.33, 0.45);
        Assert.InRange(Ratio(1), 0.5, 0.8);

        double Ratio(int messages)
        {
            Tensor sent = strong.narrow(0, 0, messages);
            return (Trust(one, one).Apply(new Observation(sent), scales: true).Value.sum() / sent.sum()).item<float>();
        }
    }

    [Theory]
    [InlineData("conv2")]
    [InlineData("ReLU1")]
    [InlineData("pool1")]
    public void Where_values_have_both_signs_or_channels_are_filters_on_the_picture_their_strength_stays(string split)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork one = SharedNetworks.Untrained(1);
        var trust = SurrogateTrust.Of([new AttackedHead(one, split), new AttackedHead(one, split)], SharedNetworks.SmallData.Train);
        Tensor sent = Sent(one, 8, split) * 3;
        Assert.True(sent.eq(trust.Apply(new Observation(sent), scales: true).Value).all().item<bool>());
    }

    private static SurrogateTrust Trust(params TrainedNetwork[] heads) =>
        SurrogateTrust.Of([.. heads.Select(head => new AttackedHead(head, Split))], SharedNetworks.SmallData.Train);

    private static Tensor Sent(TrainedNetwork network, int messages, string split = Split) => network.Head(
        PictureTensor.Load(SharedNetworks.SmallData.Test, [.. Enumerable.Range(0, messages)], PictureFormat.Of(network.Spec), CPU), split);

    /// <summary>The same network but for the bias of one channel of the second convolution.</summary>
    private static TrainedNetwork OtherwiseInChannel(TrainedNetwork network, int channel) => new(network.Spec, [.. network.Weights.Select(array =>
        array.Name == "conv2.bias"
            ? array with { Values = [.. array.Values.Select((value, i) => i == channel ? value + 2 : value)] }
            : array)]);
}
