using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Tensors;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class ChannelScaleTests
{
    [Fact]
    public void Channels_come_to_mean_0_and_variance_1()
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        Tensor sample = (arange(240, dtype: ScalarType.Float32).sin().reshape(20, 3, 2, 2) * tensor([1f, 3f, 0.5f]).reshape(1, 3, 1, 1)) + 2;
        using var scale = new ChannelScale(sample);
        Tensor scaled = scale.Apply(sample).transpose(0, 1).reshape(3, -1);
        for (int channel = 0; channel < 3; channel++)
        {
            Assert.Equal(0, scaled[channel].mean().item<float>(), 1e-5);
            Assert.Equal(1, scaled[channel].square().mean().item<float>(), 1e-4);
        }
    }

    [Fact]
    public void A_unit_that_was_silent_in_the_sample_does_not_drown_the_others_when_it_fires()
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        Tensor busy = arange(100, dtype: ScalarType.Float32).sin();
        using var scale = new ChannelScale(stack([busy, zeros_like(busy), busy * 1e-3], 1));
        Tensor fired = scale.Apply(tensor([0f, 1f, 1f]).reshape(1, 3)).abs();
        double most = 1 / (ChannelScale.LeastShare * Math.Sqrt(0.5 / 3));
        Assert.InRange(fired[0, 1].item<float>(), 1, most * 1.1);
        Assert.InRange(fired[0, 2].item<float>(), 1, most * 1.1);
    }
}
