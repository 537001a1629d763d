using Fleet.Models.Attacks;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>
/// The weight of the total variation falls evenly in its logarithm. Where residual times variation was least it ends, and rises
/// where that was before the end.
/// </summary>
public sealed class RmleWeightTests
{
    [Fact]
    public void The_weight_falls_by_the_same_factor_at_each_iteration()
    {
        using var scope = NewDisposeScope();
        var weight = new RmleWeight(falling: 4);
        float[][] weights = [.. Enumerable.Range(1, 4).Select(i => weight.At(i, () => tensor([16f, 0.5f]), tensor([1f, 2f])).data<float>().ToArray())];
        Assert.All(weights.Zip([16, 8, 4, 2]), pair => Assert.Equal(pair.Second, pair.First[0], 1e-4f));
        Assert.All(weights, pair => Assert.Equal(2, pair[1], 1e-5f)); // never below the least
    }

    [Fact]
    public void Each_picture_goes_back_to_where_its_product_was_least_and_its_weight_rises_if_that_was_before_the_end()
    {
        using var scope = NewDisposeScope();
        var weight = new RmleWeight(falling: 20);
        Tensor least = tensor([9.5f, 1f]);
        Tensor pictures = zeros(2, 1, 1, 1);
        (float First, float Second)[] products = [(9, 9), (3, 9), (5, 8), (4, 1)];
        for (int i = 0; i < 4; i++)
        {
            pictures.fill_(i);
            Tensor misfit = tensor([products[i].First, products[i].Second]);
            weight.Look(5 * (i + 1), pictures, tensor([10f * i, 100f * i]), misfit, ones(2));
            Assert.Equal(i == 3, weight.Settle(pictures, least));
        }

        Assert.Equal([1f, 3f], pictures.data<float>().ToArray());
        Assert.Equal([10f, 1200f], weight.At(21, () => throw new InvalidOperationException("It is chosen."), ones(2)).data<float>().ToArray());
        Assert.False(weight.Settle(pictures, least));
        weight.Keep(tensor([1L]));
        Assert.Equal([1200f], weight.At(22, () => ones(1), ones(1)).data<float>().ToArray());
    }

    [Fact]
    public void A_corner_that_no_noise_can_have_made_keeps_its_weight()
    {
        using var scope = NewDisposeScope();
        var weight = new RmleWeight(falling: 5, mayBeNoisy: false);
        Tensor pictures = ones(1, 1, 1, 1);
        weight.Look(5, pictures, tensor([7f]), ones(1), ones(1));
        Assert.True(weight.Settle(pictures, ones(1)));
        Assert.Equal(7, weight.At(6, () => ones(1), ones(1)).item<float>());
    }

    [Fact]
    public void Nothing_to_miss_and_no_variation_give_numbers()
    {
        using var scope = NewDisposeScope();
        var weight = new RmleWeight(falling: 1);
        Tensor pictures = ones(1, 1, 1, 1);
        Tensor chosen = weight.At(1, () => zeros(1), zeros(1));
        weight.Look(1, pictures, chosen, zeros(1), zeros(1));
        Assert.True(weight.Settle(pictures, zeros(1)));
        Assert.True(float.IsFinite(weight.At(2, () => zeros(1), zeros(1)).item<float>()));
    }

    /// <summary>Who does not know of the noise loses less by it than with the weight that is best without any.</summary>
    [Fact]
    public void A_chosen_weight_does_not_fit_noise_that_nobody_told_of()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor pictures = PictureTensor.Load(SharedNetworks.SmallData.Test, [0, 1, 2, 3], SharedNetworks.LeNet5, torch.CPU);
        Tensor clean = network.Head(pictures, "conv1");
        using var generator = new Generator(1, torch.CPU);
        Tensor noise = randn(clean.shape, generator: generator) * clean.std();
        RmleSettings chosen = RmleDefaults.For(SharedNetworks.LeNet5, "conv1") with { Iterations = 200 };
        RmleSettings stays = RmleDefaults.Fixed(SharedNetworks.LeNet5, "conv1", chosen.Tv) with { Iterations = 200 };

        double[] gains = [.. Error(stays, clean + noise).Zip(Error(chosen, clean + noise), (one, other) => one / other)];
        Assert.True(gains.Min() > 1.1 && gains.Average() > 1.5, $"the mean squared errors of the fixed weight are {string.Join(", ", gains)} times those of the chosen one");
        Assert.All(Error(chosen, clean), error => Assert.InRange(error, 0, 1e-6)); // and without noise nothing is lost

        double[] Error(RmleSettings settings, Tensor sent) =>
        [
            .. new RmleReconstructor(network, "conv1", settings).Reconstruct(sent).Images
                .Select((image, i) => image.Zip(SharedNetworks.SmallData.Test.UnitImage(i).ToArray(), (a, b) => Math.Pow(a - b, 2)).Average()),
        ];
    }
}
