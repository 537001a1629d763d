using CsCheck;
using Fleet.Models.Defenses;

namespace Fleet.Models.Tests.Defenses;

public sealed class GaussianPrivacyTests
{
    private const double Ln3 = 1.09861228866810969;

    /// <summary>
    /// Published pairs with the noise they belong to. The first six are the expected values of the tests of Google's
    /// differential-privacy library (go/noise/gaussian_noise_test.go: TestDeltaForGaussian and the thresholds); the others
    /// those of a public implementation of Gaussian differential privacy (mu = 1 / sigma), also found to eight digits in
    /// the tests of dp-accounting.
    /// </summary>
    [Theory]
    [InlineData(0.1, 0.008751768145810, 1, 1, 10)]
    [InlineData(Ln3, 0.004159742234000802, 5, 1, 10)]
    [InlineData(0, 0.6826894921370859, 1, 1, 0.5)]
    [InlineData(Ln3, 0.10985556344445052, 1, 1, 1)]
    [InlineData(0.1, 0.008751768145810, 1, 4, 20)] // four numbers that change by 1: as four transmissions
    [InlineData(Ln3, 0.26546844106038714, 1, 2, 1)]
    [InlineData(1, 0.126936737507, 1, 1, 1)]
    [InlineData(0.5, 0.0524403232877, 1, 1, 2)]
    [InlineData(3, 0.566737999092, 1, 1, 1.0 / 3)]
    [InlineData(7, 0.811589893405, 1, 1, 0.2)]
    public void The_analytic_sigma_equals_published_values(double epsilon, double delta, double sensitivity, long transmissions, double sigma)
    {
        Assert.Equal(sigma, GaussianPrivacy.Sigma(epsilon, delta, sensitivity, transmissions), 1e-6);
        Assert.Equal(delta, GaussianPrivacy.Delta(epsilon, sensitivity * Math.Sqrt(transmissions) / sigma), 1e-10);
    }

    [Fact]
    public void Sigma_and_epsilon_undo_each_other() =>
        Gen.Select(Gen.Double[0.01, 20], Gen.Double[-12, -1], Gen.Double[0.1, 50], Gen.Long[1, 10_000]).Sample((epsilon, digits, clip, transmissions) =>
        {
            double delta = Math.Pow(10, digits);
            double sigma = GaussianPrivacy.Sigma(epsilon, delta, 2 * clip, transmissions);
            return Math.Abs(GaussianPrivacy.Epsilon(sigma, clip, transmissions, delta) - epsilon) < 1e-7 * Math.Max(1, epsilon);
        });

    /// <summary>
    /// The privacy loss of one transmission is normal with mean mu^2 / 2 and variance mu^2. Here the losses of several are
    /// added by convolving their densities on a grid, without the theorem.
    /// </summary>
    [Theory]
    [InlineData(0.5, 4, 1.0)]
    [InlineData(0.3, 9, 0.5)]
    [InlineData(1.0, 3, 2.0)]
    public void Composition_equals_the_sum_of_privacy_losses(double mu, int transmissions, double epsilon)
    {
        const double Step = 0.005;
        const int Half = 2000;
        double[] one = new double[(2 * Half) + 1];
        for (int i = 0; i < one.Length; i++)
        {
            double z = (((i - Half) * Step) - (mu * mu / 2)) / mu;
            one[i] = Math.Exp(-z * z / 2) / (mu * Math.Sqrt(2 * Math.PI)) * Step;
        }

        double[] sum = one;
        for (int t = 1; t < transmissions; t++)
        {
            sum = Convolve(sum, one);
        }

        double delta = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            double loss = (i - (transmissions * Half)) * Step;
            delta += loss > epsilon ? sum[i] * (1 - Math.Exp(epsilon - loss)) : 0;
        }

        Assert.Equal(delta, GaussianPrivacy.Delta(epsilon, GaussianPrivacy.Compose(mu, transmissions)), 1e-5);
    }

    [Fact]
    public void Small_deltas_and_large_epsilons_stay_finite()
    {
        Assert.InRange(GaussianPrivacy.Delta(0.5, 0.02), 3.12e-141, 3.14e-141); // sigma 50, in the same published tests
        Assert.Equal(0, GaussianPrivacy.Delta(1e6, 1));
        Assert.InRange(GaussianPrivacy.Sigma(1e5, 1e-10), 1e-3, 1e-2);
        Assert.Equal(0, GaussianPrivacy.Epsilon(0.1, 0.5));
    }

    [Theory]
    [InlineData("clip 5 + gaussian 2", 5.0)]
    [InlineData("gaussian 2", null)]
    [InlineData("gaussian 2 + clip 5", null)]
    [InlineData("clip 5 + permute + mask 20 % + dropout 0.3 + top-k 0.5 + gaussian 2", 5.0)]
    [InlineData("clip 5 + quantize 8 bit + gaussian 2", null)]
    [InlineData("clip 5 + dropout 0.3 rescaled + gaussian 2", null)]
    [InlineData("clip 5 on input + gaussian 2", null)]
    [InlineData("clip 5 on input + gaussian 1 on input + clip 5 + gaussian 2", 5.0)]
    [InlineData("clip 5 + gaussian 2 + quantize 4 bit + dropout 0.3 rescaled", 5.0)]
    public void A_chain_has_the_guarantee_of_noise_behind_clipping(string defense, double? mu)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
        Assert.Equal(mu, GaussianPrivacy.MuOf(chain));
    }

    [Fact]
    public void Clipping_bounds_the_norm_and_keeps_the_direction() =>
        Gen.Select(Gen.Single[-3, 3].Array[1, 100], Gen.Double[0.1, 20]).Sample((values, radius) =>
        {
            float[] clipped = [.. values];
            new DefenseChain(new NormClip(radius)).Apply(DefensePlace.Activation, clipped, 1, 2, 3);
            double before = Norm(values), after = Norm(clipped);
            return before <= radius
                ? clipped.SequenceEqual(values)
                : after <= radius && after > radius * (1 - 1e-5)
                    && values.Zip(clipped).All(pair => Math.Abs((pair.First * radius / before) - pair.Second) < 1e-4);
        });

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double[] Convolve(double[] a, double[] b)
    {
        double[] result = new double[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                result[i + j] += a[i] * b[j];
            }
        }

        return result;
    }
}
