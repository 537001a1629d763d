using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Tensors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Tests.Attacks;

public sealed class PhaseKernelsTests
{
    [Theory]
    [InlineData(1, 3, 1, 7, 7)]
    [InlineData(4, 2, 3, 5, 8)]
    public void A_convolution_before_the_doubling_gives_what_one_behind_it_gives(int scenes, int from, int to, int height, int width)
    {
        TensorRuntime.Start();
        using var scope = NewDisposeScope();
        Tensor x = Pattern(1, scenes * from, height, width);
        Tensor weight = Pattern(scenes * to, from, 3, 3);
        Tensor bias = Pattern(scenes * to);
        Tensor behind = F.conv2d(F.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest), weight, bias, padding: [1, 1], groups: scenes);
        Tensor before = F.pixel_shuffle(
            F.conv2d(x, new PhaseKernels(CPU).Kernels(weight), bias.repeat_interleave(PhaseKernels.Phases), padding: [1, 1], groups: scenes), PhaseKernels.Factor);

        Assert.Equal(behind.shape, before.shape);
        Assert.True((behind - before).abs().max().item<float>() < 1e-5f);
    }

    // Without a period that could hide a wrong place.
    private static Tensor Pattern(params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return tensor([.. Enumerable.Range(0, (int)count).Select(i => (float)Math.Sin(0.7 * i * i))], shape);
    }
}
