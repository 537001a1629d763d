using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Networks;

public sealed class ActivationSourceTests
{
    private static readonly MessageKey[] Messages = [.. Enumerable.Range(0, 32).Select(i => new MessageKey(i % 5, i / 5, (i * 7) % 200))];

    [Theory]
    [InlineData("none")]
    [InlineData("gaussian:0.8@input+dropout:0.3@activation")]
    public void A_message_alone_has_the_bits_it_has_in_a_batch_at_every_cut(string defense)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        ActivationSource source = Source(network, 1);
        foreach (LayerSpec layer in network.Spec.Layers)
        {
            using var scope = NewDisposeScope();
            float[] batch = source.Activations(Messages, layer.Name, Chain(defense)).data<float>().ToArray();
            float[] alone = [.. Messages.SelectMany(message => source.Activations([message], layer.Name, Chain(defense)).data<float>().ToArray())];
            Assert.Equal(alone, batch);
        }
    }

    [Fact]
    public void Without_a_defence_the_activation_is_the_heads()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        ActivationSource source = Source(network, 1);
        float[] expected = network.Head(source.Inputs([Messages[3]]), "ReLU2").data<float>().ToArray();

        Assert.Equal(expected, source.Activations([Messages[3]], "ReLU2", DefenseChain.None).data<float>().ToArray());
    }

    [Fact]
    public void Seed_device_and_sequence_decide_the_noise_and_the_picture_decides_the_rest()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        var key = new MessageKey(2, 3, 4);
        float[][] noisy =
        [
            Values(network, 1, key),
            Values(network, 2, key),
            Values(network, 1, key with { Device = 3 }),
            Values(network, 1, key with { Sequence = 4 }),
            Values(network, 1, key with { Input = 5 }),
        ];

        Assert.Equal(noisy[0], Values(network, 1, key));
        Assert.Equal(noisy.Length, noisy.Select(values => values[0]).Distinct().Count());
    }

    [Fact]
    public void Inputs_are_normalised_and_not_defended()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        float[] values = Source(network, 1).Inputs([new MessageKey(0, 0, 9)]).data<float>().ToArray();

        Assert.Equal(SharedNetworks.SmallData.Test.Image(9).ToArray().Select(pixel => ((pixel / 255f) - 0.5f) / 0.5f), values);
    }

    private static float[] Values(TrainedNetwork network, ulong seed, MessageKey key) =>
        Source(network, seed).Activations([key], "conv1", Chain("gaussian:0.5@activation")).data<float>().ToArray();

    private static ActivationSource Source(TrainedNetwork network, ulong seed) => new(network, SharedNetworks.SmallData.Test, seed);

    private static DefenseChain Chain(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new InvalidOperationException(problem);
}
