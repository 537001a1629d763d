using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Statistics;
using Fleet.Models.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Leakage;

public sealed class FisherLeakageTests
{
    private const double Sigma = 0.5;

    /// <summary>
    /// conv1 is linear, v = J x + b + noise, so least squares is the best attack without bias: its mean squared error is
    /// sigma^2 tr((J^T J)^-1) / d, and no such attack is below 1 / dFIL.
    /// </summary>
    [Fact]
    public void Least_squares_at_conv1_reaches_its_variance_and_stays_above_the_bound()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor picture = Pictures(network, 0);
        int pixels = network.Spec.Input.Elements;
        double[][] rows = [.. JacobianTrace.Rows(network, "conv1", picture).SelectMany(some => some.Chunk(pixels))];
        Tensor jacobian = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, pixels]);
        Tensor inverse = linalg.inv(jacobian.t().mm(jacobian));
        double expected = Sigma * Sigma * inverse.diagonal().sum().item<double>() / pixels;

        // The attack sees messages as they cross the link: the defence's own noise, float32 and all.
        Tensor clean = network.Head(picture, "conv1").flatten().to_type(ScalarType.Float64);
        Tensor solver = inverse.mm(jacobian.t());
        Tensor noise = stack([.. Enumerable.Range(0, 200).Select(message => Message(network, clean, message))]) - clean;
        double[] errors = [.. solver.mm(noise.t()).square().mean([0]).data<double>()];

        Interval measured = Intervals.Mean(errors, 0.99);
        FisherLeakage bound = FisherLeakage.Of(network, "conv1", Parse($"gaussian {Sigma}"), picture)!;
        Assert.True(measured.Contains(expected), $"{expected} is not in {measured}");
        Assert.True(measured.Width < 0.2 * expected);
        double dfil = jacobian.square().sum().item<double>() / (Sigma * Sigma * pixels);
        Assert.All(errors, error => Assert.True(error >= 1 / dfil));
        Assert.True(expected >= bound.MseBound.Mean);
    }

    [Theory]
    [InlineData("conv1")]
    [InlineData("ReLU2")]
    [InlineData("fc1act")]
    public void The_estimate_and_the_exact_trace_agree_within_twice_the_interval(string split)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor pictures = split == "conv1" ? Pictures(network, 0) : Pictures(network, 0, 1, 2);
        double[] exact = JacobianTrace.Exact(network, split, pictures);
        MeanEstimate[] estimates = JacobianTrace.Hutchinson(network, split, pictures, probes: 64, seed: 1);
        Assert.All(exact.Zip(estimates), pair =>
        {
            // Seven intervals in all: twice the width of 95 % fails by chance less than once in a thousand.
            Assert.True(Math.Abs(pair.Second.Mean - pair.First) < pair.Second.Ci95.Width, $"{pair.First} is not near {pair.Second}");
            Assert.True(pair.Second.Ci95.Width < 0.5 * pair.First);
        });
        Assert.Equal(estimates, JacobianTrace.Hutchinson(network, split, pictures, probes: 64, seed: 1));
    }

    [Fact]
    public void The_trace_is_that_of_finite_differences()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();
        Tensor picture = Pictures(network, 3);
        float[] deviations = [.. network.Spec.Normalization.StandardDeviation];
        const float Step = 1e-2f;
        double trace = 0;
        for (int pixel = 0; pixel < network.Spec.Input.Elements; pixel++)
        {
            using var one = NewDisposeScope();
            Tensor moved = picture.clone();
            moved.view(-1)[pixel] += Step / deviations[0];
            Tensor derivative = (network.Head(moved, "conv1") - network.Head(picture, "conv1")) / Step;
            trace += derivative.to_type(ScalarType.Float64).square().sum().item<double>();
        }

        Assert.Equal(trace, JacobianTrace.Exact(network, "conv1", picture)[0], 1e-3 * trace);
    }

    [Fact]
    public void Noise_on_the_input_bounds_by_its_own_variance()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using var scope = NewDisposeScope();

        // Normalised noise of 0.8 with a deviation of 0.5 is 0.4 of a pixel in [0, 1].
        FisherLeakage bound = FisherLeakage.Of(network, "fc1", Parse("gaussian 0.8 on input"), Pictures(network, 0, 1))!;
        Assert.Equal(0.16, bound.MseBound.Mean, 1e-9);
        Assert.True(bound.IsExact);
        Assert.Equal(0.16 / 64, FisherLeakage.Of(network, "fc1", Parse("gaussian 0.8 on input"), Pictures(network, 0, 1), transmissions: 64)!.MseBound.Mean, 1e-9);
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("laplace 0.5", false)]
    [InlineData("gaussian 0.5", true)]
    [InlineData("permute + clip 5 + gaussian 0.5 + quantize 4 bit", true)]
    [InlineData("quantize 4 bit + gaussian 0.5", false)]
    [InlineData("dropout 0.3 rescaled + gaussian 0.5", false)]
    [InlineData("dropout 0.3 rescaled + gaussian 0.5 on input", true)]
    [InlineData("quantize 4 bit on input + gaussian 0.5", false)]
    [InlineData("clip 5 on input + gaussian 0.5", false)]
    public void Only_noise_whose_information_is_known_gives_a_bound(string defense, bool bounded) =>
        Assert.Equal(bounded, FisherLeakage.NoiseOf(Parse(defense)) is not null);

    [Fact]
    public void Behind_a_step_that_is_not_known_noise_gives_no_bound()
    {
        Assert.NotNull(FisherLeakage.NoiseOf(new DefenseChain([new NormClip(5, DefensePlace.Activation), new GaussianNoise(0.5, DefensePlace.Activation)])));
        Assert.Null(FisherLeakage.NoiseOf(new DefenseChain([new Doubling(), new GaussianNoise(0.5, DefensePlace.Activation)])));
    }

    [Fact]
    public void A_measurement_leaves_no_tensor()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        using (NewDisposeScope())
        {
            Tensor pictures = Pictures(network, 0);
            long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            JacobianTrace.Exact(network, "ReLU2", pictures);
            JacobianTrace.Hutchinson(network, "ReLU2", pictures, 4, 1);
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    private static Tensor Message(TrainedNetwork network, Tensor clean, int sequence)
    {
        float[] values = [.. clean.data<double>().Select(value => (float)value)];
        Parse($"gaussian {Sigma}").Apply(DefensePlace.Activation, values, seed: 1, device: 2, sequence);
        Assert.Equal(network.Spec.Profile()[0].Output.Elements, values.Length);
        return tensor(values).to_type(ScalarType.Float64);
    }

    private static Tensor Pictures(TrainedNetwork network, params int[] indices) =>
        PictureTensor.Load(SharedNetworks.SmallData.Test, indices, network.Spec, torch.CPU);

    // Nobody has thought about it yet.
    private sealed record Doubling() : DefenseStep("doubling", "", DefensePlace.Activation)
    {
        public override long FlopsPerElement => 1;

        public override DefenseLaw Law => new NormLaw(1);

        public override void Apply(Span<float> values, in MessageContext message)
        {
            foreach (ref float value in values)
            {
                value *= 2;
            }
        }
    }

    private static DefenseChain Parse(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new ArgumentException(problem, nameof(text));
}
