using Fleet.Models.Attacks;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Attacks;

public sealed class RmleDefaultsTests
{
    [Theory]
    [InlineData("lenet5", "conv1", 784 / 4608.0)]
    [InlineData("lenet5", "pool1", 784 / 1152.0)]
    [InlineData("lenet5", "ReLU2", 784 / 1024.0)]
    [InlineData("lenet5", "fc1", 784 / 120.0)]
    [InlineData("cifar6", "conv11", 1 / 21.333333333333332)]
    [InlineData("cifar6", "ReLU22", 1 / 2.0)]
    [InlineData("cifar6", "ReLU32", 1 / 2.0)]
    [InlineData("cifar6", "pool3", 3072 / 2048.0)]
    public void Smoothness_counts_more_the_fewer_elements_leave_for_each_pixel(string network, string split, double pixelsPerElement)
    {
        Assert.Equal(0.003 * pixelsPerElement, Defaults(network, split, TotalVariationForm.Paper).TvWeight, 1e-15);
        Assert.Equal(
            0.003 * pixelsPerElement * pixelsPerElement, Defaults(network, split, TotalVariationForm.MeanSquared).TvWeight, 1e-15);
    }

    [Fact]
    public void The_stand_in_of_a_shadow_model_is_attacked_with_a_weight_that_stays()
    {
        RmleSettings settings = ShadowRmleSettings.RmleFor(HeadStructure.Same(SharedNetworks.LeNet5, "ReLU2"));
        Assert.False(settings.ChoosesWeight);
        Assert.Equal(0.01 * 784 / 1024.0, settings.TvWeight, 1e-15);
    }

    [Theory]
    [InlineData("lenet5", "conv1", 500)]
    [InlineData("lenet5", "ReLU2", 500)]
    [InlineData("lenet5", "pool2", 2_000)]
    [InlineData("lenet5", "fc2", 2_000)]
    [InlineData("lenet5", "fc2act", 3_000)]
    [InlineData("cifar6", "ReLU21", 500)]
    [InlineData("cifar6", "ReLU22", 1_500)]
    [InlineData("cifar6", "ReLU32", 3_500)]
    [InlineData("resnet18", "layer1.0", 500)]
    [InlineData("resnet18", "layer1.1", 2_500)]
    [InlineData("resnet18", "layer4.1", 5_000)]
    public void Behind_many_activation_layers_or_with_few_elements_there_is_more_time(string network, string split, int iterations) =>
        Assert.Equal(iterations, Defaults(network, split, TotalVariationForm.Paper).Iterations);

    private static RmleSettings Defaults(string network, string split, TotalVariationForm form)
    {
        Assert.True(NetworkCatalog.TryFind(network, out NetworkSpec? spec));
        return RmleDefaults.For(spec, split, form);
    }
}
