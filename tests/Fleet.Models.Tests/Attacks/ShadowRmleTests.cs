using Fleet.Models.Attacks;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Attacks;

public sealed class ShadowRmleTests
{
    private const string Split = "conv1";

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.1, 0)]
    [InlineData(0.1, double.PositiveInfinity)]
    [InlineData(0.1, 1, 0)]
    public void Settings_out_of_range_are_refused(double error, double scale, int models = 1)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        var settings = new ShadowRmleSettings(new FitSettings(Steps: 1)) { QueryFreeError = error, QueryFreeScale = scale, QueryFreeModels = models };
        Assert.Throws<ArgumentException>(() => new ShadowRmleAttack(settings).Prepare(Target(network)));
    }

    [Fact]
    public void The_steps_without_queries_decide_the_cost_of_an_attacker_without_queries()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        AttackCost few = new ShadowRmleAttack(new ShadowRmleSettings { QueryFreeFit = new FitSettings(Steps: 10) }).Cost(Target(network).Outline);
        AttackCost many = new ShadowRmleAttack(new ShadowRmleSettings { QueryFreeFit = new FitSettings(Steps: 20) }).Cost(Target(network).Outline);
        Assert.Equal(2 * few.PreparationFlops, many.PreparationFlops);
    }

    [Fact]
    public void Each_model_without_queries_costs_its_training_and_its_part_of_the_attack()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        AttackCost one = new ShadowRmleAttack(new ShadowRmleSettings { QueryFreeModels = 1 }).Cost(Target(network).Outline);
        AttackCost four = new ShadowRmleAttack(new ShadowRmleSettings { QueryFreeModels = 4 }).Cost(Target(network).Outline);
        Assert.Equal((4 * one.PreparationFlops, 4 * one.FlopsPerScene), (four.PreparationFlops, four.FlopsPerScene));
    }

    private static AttackTarget Target(TrainedNetwork network) => AttackTarget.Of(
        network.Spec,
        Split,
        new QueryFree(HeadStructure.Same(network.Spec, Split), new CloudHalf(network, Split), SharedNetworks.SmallData.Train),
        knownDefense: null);
}
