using Fleet.Models.Attacks;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training.DefenseTraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Training.DefenseTraining;

/// <summary>What adversarial training adds to the loss: how much a decoder explains, and which way is less.</summary>
public sealed class DecoderTermTests
{
    private const string Split = "ReLU2";
    private const int Pictures = 30;

    [Fact]
    public void The_weight_multiplies_what_the_decoder_explains() => Assert.Equal(3 * Loss(1, move: 0), Loss(3, move: 0), 1e-5);

    /// <summary>The network's step: activations a little against the gradient of the term, for the same decoder.</summary>
    [Fact]
    public void Against_the_gradient_the_decoder_explains_less()
    {
        double before = Loss(1, move: 0);
        double after = Loss(1, move: 0.5);
        Assert.True(before > 0.2, $"The decoder has learned nothing: {before}.");
        Assert.True(after < 0.9 * before, $"{before} and then {after}");
    }

    /// <summary>
    /// The term after its decoder has learned these activations, moved against the gradient by a share of their deviation. The initial
    /// weights of network and decoder are the same on every processor.
    /// </summary>
    private static double Loss(double weight, double move)
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Train, [.. Enumerable.Range(0, Pictures)], network.Spec, torch.CPU);
        Tensor activations = network.Head(pictures, Split).detach();
        DecoderTerm Learned()
        {
            var term = new DecoderTerm(weight, network.Spec.Input, AttackOutline.Of(network.Spec, Split).Activation, seed: 1, torch.CPU);
            for (int batch = 0; batch < 100; batch++)
            {
                term.WarmUp(pictures, activations);
            }

            return term;
        }

        using DecoderTerm first = Learned();
        Tensor seen = activations.clone().requires_grad_();
        Tensor loss = first.Loss(pictures, seen);
        if (move == 0)
        {
            return loss.item<float>();
        }

        loss.backward();
        Tensor gradient = seen.grad!;
        Tensor step = gradient / gradient.std() * activations.std() * tensor((float)move);
        using DecoderTerm second = Learned();
        return second.Loss(pictures, activations - step).item<float>();
    }
}
