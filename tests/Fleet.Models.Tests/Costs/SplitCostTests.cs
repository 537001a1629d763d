using Fleet.Models.Costs;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Networks;

namespace Fleet.Models.Tests.Costs;

public sealed class SplitCostTests
{
    private static readonly NetworkSpec LeNet5 = NetworkCatalogTests.Find("lenet5");

    [Fact]
    public void A_cut_exists_after_every_layer_and_both_sides_add_up_to_the_network()
    {
        long whole = LeNet5.Profile().Sum(layer => layer.Flops);
        SplitCost[] cuts = [.. LeNet5.Layers.Select(layer => SplitCost.Of(LeNet5, layer.Name))];

        Assert.All(cuts, cut => Assert.Equal(whole, cut.EdgeFlops + cut.CloudFlops));
        Assert.Equal(cuts.OrderBy(cut => cut.EdgeFlops), cuts);
        Assert.Equal(0, cuts[^1].CloudFlops);
    }

    [Fact]
    public void The_cut_at_ReLU2_sends_the_activation_of_ReLU2()
    {
        SplitCost cut = SplitCost.Of(LeNet5, "ReLU2");

        Assert.Equal(new TensorShape(16, 8, 8), cut.Activation);
        Assert.Equal(4096, cut.ActivationBytes);
        Assert.Equal(235_008 + 4_608 + 4_608 + 410_624 + 1_024, cut.EdgeFlops);
    }

    [Fact]
    public void An_unknown_cut_is_refused_with_the_names_there_are()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => SplitCost.Of(LeNet5, "relu2"));
        Assert.Contains("ReLU2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_carry_four_bytes_an_element_behind_the_header()
    {
        Assert.Equal(MessageFormat.HeaderBytes + 4096, MessageFormat.ActivationMessage(new TensorShape(16, 8, 8)));
        Assert.Equal(MessageFormat.HeaderBytes + 40, MessageFormat.AnswerMessage(10));
    }
}
