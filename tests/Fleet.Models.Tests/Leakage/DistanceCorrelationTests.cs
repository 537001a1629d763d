using Fleet.Models.Leakage;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using Fleet.Models.Training.DefenseTraining;
using MathNet.Numerics.Distributions;
using TorchSharp;

namespace Fleet.Models.Tests.Leakage;

public sealed class DistanceCorrelationTests
{
    [Fact]
    public void Three_points_give_the_value_computed_by_hand()
    {
        // Distances of x = 0, 1, 3 are 1, 3, 2, those of y = 0, 1, 1 are 1, 1, 0. Centred: dCov^2 = 8/27, dVar^2(x) = 32/27,
        // dVar^2(y) = 16/81, so R^2 = (8/27) / sqrt(512/2187) = sqrt(3/8).
        Assert.Equal(Math.Sqrt(Math.Sqrt(3.0 / 8)), DistanceCorrelation.Of([[0], [1], [3]], [[0], [1], [1]]), 1e-12);
    }

    [Fact]
    public void Four_points_give_the_corrected_value_computed_by_hand()
    {
        Assert.Equal(1, DistanceCorrelation.CorrectedSquare([[0], [1], [2], [3]], [[0], [1], [2], [3]]), 1e-12);

        // Rows of x sum to 6, 4, 4, 6, all to 20: a~ = a - (ri + rj) / 2 + 20/6, so a~12 = -2/3, a~13 = 1/3, a~14 = 1/3,
        // a~23 = 1/3, a~24 = 1/3, a~34 = -2/3. Rows of y sum to 2 each, all to 8: b~ = b - 2 + 4/3, so 1/3 for the distances
        // 1 (12, 14, 23, 34) and -2/3 for 0 (13, 24). Products: -2/9 - 2/9 + 1/9 + 1/9 - 2/9 - 2/9 = -6/9; squares 12/9 each.
        Assert.Equal(-0.5, DistanceCorrelation.CorrectedSquare([[0], [1], [2], [3]], [[0], [1], [0], [1]]), 1e-12);
    }

    [Fact]
    public void Scaled_shifted_and_rotated_vectors_have_correlation_one()
    {
        float[][] x = Vectors(50, 2, entity: 1);
        float[][] turned = [.. x.Select(v => (float[])[(3 * v[1]) + 1, (-3 * v[0]) + 2])];
        Assert.Equal(1, DistanceCorrelation.Of(x, turned), 1e-6);
        Assert.Equal(1, DistanceCorrelation.CorrectedSquare(x, turned), 1e-6);
    }

    [Fact]
    public void The_corrected_square_of_independent_long_vectors_is_near_zero_where_the_plain_one_is_not()
    {
        (float[][] x, float[][] y) = (Vectors(60, 200, entity: 1), Vectors(60, 200, entity: 2));
        Assert.True(DistanceCorrelation.Of(x, y) > 0.8);
        Assert.InRange(DistanceCorrelation.CorrectedSquare(x, y), -0.1, 0.1);
    }

    [Fact]
    public void A_constant_sample_has_correlation_zero_and_few_vectors_no_correction()
    {
        Assert.Equal(0, DistanceCorrelation.Of([[0], [1], [3]], [[5], [5], [5]]));
        Assert.Equal(double.NaN, DistanceCorrelation.CorrectedSquare([[0], [1], [3]], [[0], [1], [1]]));
        Assert.Throws<ArgumentException>(() => DistanceCorrelation.Of([[0], [1]], [[0]]));
        Assert.Throws<ArgumentException>(() => DistanceCorrelation.Of([[0], [1, 2]], [[0], [1]]));
    }

    [Fact]
    public void The_training_term_computes_the_same_correlation()
    {
        TensorRuntime.Start();
        (float[][] x, float[][] noise) = (Vectors(32, 20, entity: 1), Vectors(32, 20, entity: 2));
        float[][] y = [.. x.Zip(noise, (a, b) => a.Zip(b, (p, q) => p + q).ToArray())];
        using var scope = torch.NewDisposeScope();
        Assert.Equal(
            DistanceCorrelation.Of(x, y),
            DistanceCorrelationTerm.Of(torch.tensor(x.SelectMany(v => v).ToArray(), [32, 20]), torch.tensor(y.SelectMany(v => v).ToArray(), [32, 20])).item<float>(),
            1e-4);
    }

    private static float[][] Vectors(int count, int length, uint entity)
    {
        var random = new CounterRandom(1, entity, RandomPurpose.Sampling);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => (float)Normal.Sample(random, 0, 1)).ToArray())];
    }
}
