using Fleet.Models.Attacks;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>The baseline of the comparisons is what the authors of the attack published, not something weaker.</summary>
public sealed class RmleBaselineTests
{
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;
    private static readonly int[] Pictures = [0, 1, 2];

    [Theory]
    [InlineData("conv1", 0)]
    [InlineData("ReLU1", 0)]
    [InlineData("pool1", 1)]
    [InlineData("conv2", 1)]
    [InlineData("ReLU2", 1)]
    [InlineData("pool2", 1)]
    [InlineData("fc1", 10)]
    [InlineData("fc1act", 10)]
    [InlineData("fc2", 10)]
    public void The_published_weight_follows_the_cut(string split, double weight) =>
        Assert.Equal(RmleSettings.Published(weight, 700), RmleSettings.PublishedFor(LeNet5, split, 700));

    [Theory]
    [InlineData("conv1")]
    [InlineData("ReLU2")]
    [InlineData("fc1")]
    public void The_published_settings_are_the_library_s_own_Adam_on_mean_squares_from_zero(string split)
    {
        const int Iterations = 60;
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor sent = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, Pictures, LeNet5, torch.CPU), split);
        RmleSettings settings = RmleSettings.PublishedFor(LeNet5, split, Iterations);
        IReadOnlyList<float[]> published = new RmleReconstructor(network, split, settings).Reconstruct(sent).Images;

        for (int i = 0; i < Pictures.Length; i++)
        {
            float[] plain = Plain(network, split, sent.narrow(0, i, 1), settings.TvWeight, Iterations);
            Assert.All(plain.Zip(published[i]), pixel => Assert.Equal(pixel.First, pixel.Second, 1e-4f));
        }
    }

    /// <summary>One picture at a time, with the library's loss and optimiser.</summary>
    private static float[] Plain(TrainedNetwork network, string split, Tensor sent, double weight, int iterations)
    {
        var picture = new Parameter(zeros(1, 1, 28, 28));
        using optim.Optimizer adam = optim.Adam([picture], lr: 1e-2, eps: 1e-3, amsgrad: true);
        for (int i = 0; i < iterations; i++)
        {
            using var step = NewDisposeScope();
            adam.zero_grad();
            Tensor variation = picture.diff(1, 2).square().mean() + picture.diff(1, 3).square().mean();
            (nn.functional.mse_loss(network.Head(picture, split), sent) + (weight * variation)).backward();
            adam.step();
        }

        return PictureTensor.ToUnitRange(picture.detach(), PictureFormat.Of(LeNet5))[0];
    }
}
