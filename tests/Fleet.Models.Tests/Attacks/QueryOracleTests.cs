using Fleet.Models.Attacks;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class QueryOracleTests
{
    private static readonly PictureFormat Format = PictureFormat.Of(SharedNetworks.LeNet5);

    [Fact]
    public void Queries_are_counted_and_those_beyond_the_budget_are_left_out()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        var oracle = new QueryOracle(network, "ReLU1", DefenseChain.None, seed: 1, budget: 250);
        var set = new PictureQueries(SharedNetworks.SmallData.Test);

        Assert.Equal(200, oracle.Ask(set, Format).Count);
        Assert.Equal(50, oracle.Ask(set, Format).Count);
        Assert.Equal(250, oracle.Asked);
        Assert.Throws<InvalidOperationException>(() => oracle.Ask(set, Format));
    }

    [Fact]
    public void An_answer_is_the_defended_activation_the_same_however_often_it_is_read()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var noise = new DefenseChain(new GaussianNoise(0.5));
        AnsweredQueries queries = new QueryOracle(network, "ReLU1", noise, seed: 1).Ask(new NoiseQueries(10, Seed: 3), Format);
        (Tensor inputs, Tensor answers) = queries.Load([3, 7]);
        (_, Tensor again) = queries.Load([7]);

        Assert.Equal(answers[1].data<float>().ToArray(), again[0].data<float>().ToArray());
        double variance = (answers - network.Head(inputs, "ReLU1")).square().mean().item<float>();
        Assert.InRange(variance, 0.23, 0.27);
    }

    [Fact]
    public void Noise_queries_are_standard_normal_in_squares_of_several_sizes()
    {
        using var scope = NewDisposeScope();
        Tensor noise = new NoiseQueries(400, Seed: 3).Load([.. Enumerable.Range(0, 400)], Format, CPU);
        double[] equalNeighbours = [.. Enumerable.Range(0, 400).Select(i => noise[i].diff(1, 2).eq(0).to_type(ScalarType.Float32).mean().item<float>()).Select(share => Math.Round(share, 2)).Distinct().Order()];

        // Squares of 1, 2, 4, 8 and 16 pixels: 27 pairs of neighbours in a row, of which 27, 13, 6, 3 and 1 cross a border.
        Assert.Equal([0, 0.52, 0.78, 0.89, 0.96], equalNeighbours);
        Assert.InRange(noise.mean().item<float>(), -0.1, 0.1);
        Assert.InRange(noise.square().mean().item<float>(), 0.85, 1.15);
    }
}
