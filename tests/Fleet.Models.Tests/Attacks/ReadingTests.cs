using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class ReadingTests
{
    [Fact]
    public void A_naive_attacker_takes_messages_at_their_word()
    {
        using var scope = NewDisposeScope();
        Observation seen = new Reading(null, new ActivationFacts(HasTrueZeros: true), new MessageOrder(CPU, examples: null)).Of(Messages([1, 0, -2]), 0, 1);

        Assert.Equal([1, 0, -2], Values(seen.Value));
        Assert.All([seen.Weight, seen.Slack, seen.Doubt, seen.Variance], Assert.Null);
        Assert.Equal(1 + 4 + 9, Misfit(seen, [2, 2, 1]), 1e-5);
    }

    [Fact]
    public void Before_a_rectifier_a_zero_is_a_dropped_element_and_says_nothing()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new Dropout(0.5), hasTrueZeros: false, [1, 0, -2]);

        Assert.Equal([1, 0, 1], Values(seen.Weight!));
        Assert.Null(seen.Doubt);
        Assert.Equal(1, Misfit(seen, [2, 50, -2]), 1e-5);
    }

    [Fact]
    public void Behind_a_rectifier_a_zero_costs_no_more_than_the_chance_of_a_drop()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new Dropout(0.5), hasTrueZeros: true, [1, 0, 2]);

        // Twice the squared tolerance times -log r, however far the element is from 0.
        double tolerance = Observation.ZeroToleranceShare * 2.5;
        Assert.Equal(0, Misfit(seen, [1, 0, 2]), 1e-6);
        Assert.Equal(2 * tolerance * Math.Log(2), Misfit(seen, [1, 3, 2]), 1e-6);
        Assert.Equal(2 * tolerance * Math.Log(2), Misfit(seen, [1, 30, 2]), 1e-6);
    }

    [Fact]
    public void Rescaled_dropout_is_scaled_back()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new Dropout(0.75, rescaled: true), hasTrueZeros: false, [4, 0, -8]);

        Assert.Equal([1, 0, -2], Values(seen.Value));
    }

    [Fact]
    public void A_quantised_element_is_free_within_half_a_step()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new Quantization(1), hasTrueZeros: true, [0, 2, 2]);

        Assert.Equal([1, 1, 1], Values(seen.Slack!));
        Assert.Equal(0, Misfit(seen, [0.9f, 1.1f, 3]), 1e-5);
        Assert.Equal(0.25, Misfit(seen, [1.5f, 2, 2]), 1e-5);
    }

    [Fact]
    public void With_one_bit_and_both_signs_a_zero_is_free_within_a_whole_step()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new Quantization(1), hasTrueZeros: false, [0, -2, 0]);

        Assert.Equal([2, 1, 2], Values(seen.Slack!));
    }

    [Fact]
    public void An_element_that_was_not_sent_is_free_up_to_the_smallest_that_was()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new TopK(0.5), hasTrueZeros: true, [0, -3, 0, 5]);

        Assert.Equal([3, 0, 3, 0], Values(seen.Slack!));
        Assert.Equal(1 + 1, Misfit(seen, [-4, -3, 2, 6]), 1e-5);
    }

    [Fact]
    public void An_erased_channel_says_nothing()
    {
        using var scope = NewDisposeScope();
        Observation seen = Read(new ChannelMask(0.5), hasTrueZeros: false, [0, -3, 0, 5]);

        Assert.Equal([0, 1, 0, 1], Values(seen.Weight!));
        Assert.Equal(1, Misfit(seen, [9, -3, 9, 6]), 1e-5);
    }

    [Fact]
    public void Noise_is_known_by_its_variance_and_its_law()
    {
        using var scope = NewDisposeScope();
        Observation gaussian = Read(new GaussianNoise(0.5), hasTrueZeros: false, [1, 0, 2]);
        Observation laplace = Read(new LaplaceNoise(0.5), hasTrueZeros: false, [1, 0, 2]);

        Assert.Equal([0.25f], Values(gaussian.Variance!));
        Assert.Equal([0.5f], Values(laplace.Variance!));
        Assert.Equal(1, Misfit(gaussian, [2, 0, 2]), 1e-5);

        // Twice the variance times |x| / b.
        Assert.Equal(2 * 0.5 * 3 / 0.5, Misfit(laplace, [4, 0, 2]) - Misfit(laplace, [1, 0, 2]), 1e-2);
    }

    [Fact]
    public void Steps_are_undone_from_the_last_to_the_first()
    {
        using var scope = NewDisposeScope();
        Observation noiseFirst = Read(new DefenseChain(new GaussianNoise(0.5), new Dropout(0.5)), false, [1, 0, 2]);
        Observation dropoutFirst = Read(new DefenseChain(new Dropout(0.5), new GaussianNoise(0.5)), false, [1, 0.1f, 2]);

        // Noise first: the zeros show which elements were dropped. Dropout first: noise hides them, and the mean is left.
        Assert.Equal([1, 0, 1], Values(noiseFirst.Weight!));
        Assert.Equal([0.25f], Values(noiseFirst.Variance!));
        Assert.Equal([2, 0.2f, 4], Values(dropoutFirst.Value));
        Assert.Equal([1f], Values(dropoutFirst.Variance!));
    }

    [Fact]
    public void Messages_of_one_scene_are_averaged_over_the_elements_that_were_kept()
    {
        using var scope = NewDisposeScope();
        var transmissions = new Transmissions(tensor(new float[] { 1, 0, 0, 3, 4, 0, 9, 9, 9 }, [3, 3]), [0, 0, 1]);
        Observation seen = new Reading(new DefenseChain(new GaussianNoise(0.5), new Dropout(0.5)), new ActivationFacts(HasTrueZeros: false), new MessageOrder(CPU, examples: null)).Of(transmissions, 0, 2);

        Assert.Equal([2, 4, 0, 9, 9, 9], Values(seen.Value));
        Assert.Equal([1, 1, 0, 1, 1, 1], Values(seen.Weight!));
        Assert.Equal([0.125f, 0.25f], Values(seen.Variance!));
    }

    [Fact]
    public void An_element_that_is_0_in_all_messages_of_a_scene_was_hardly_dropped_every_time()
    {
        using var scope = NewDisposeScope();
        var transmissions = new Transmissions(tensor(new float[] { 1, 0, 0, 0, 4, 0 }, [2, 3]), [0, 0]);
        Observation seen = new Reading(new DefenseChain(new Dropout(0.5)), new ActivationFacts(HasTrueZeros: true), new MessageOrder(CPU, examples: null)).Of(transmissions, 0, 1);

        Assert.Equal([1, 4, 0], Values(seen.Value));
        Assert.Equal([1, 1, 0.25f], Values(seen.Doubt!));
    }

    [Fact]
    public void The_median_of_Laplace_noise_is_nearer_than_the_mean()
    {
        using var scope = NewDisposeScope();
        var noise = new LaplaceNoise(1);
        float[] sent = new float[101 * 40];
        for (int message = 0; message < 101; message++)
        {
            new DefenseChain(noise).Apply(DefensePlace.Activation, sent.AsSpan(message * 40, 40), seed: 1, device: 0, message);
        }

        var transmissions = new Transmissions(tensor(sent, [101, 40]), [.. new int[101]]);
        double median = new Reading(new DefenseChain(noise), new ActivationFacts(HasTrueZeros: false), new MessageOrder(CPU, examples: null)).Of(transmissions, 0, 1).Value.square().mean().item<float>();
        double mean = new Reading(DefenseChain.None, new ActivationFacts(HasTrueZeros: false), new MessageOrder(CPU, examples: null)).Of(transmissions, 0, 1).Value.square().mean().item<float>();
        Assert.True(median < 0.8 * mean, $"{median} against {mean}");
    }

    [Theory]
    [InlineData("conv1", false)]
    [InlineData("ReLU1", true)]
    [InlineData("fc1", false)]
    [InlineData("fc1act", true)]
    public void Zeros_are_in_doubt_only_where_the_layers_give_zeros(string split, bool doubted)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        Tensor activations = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, [0], SharedNetworks.LeNet5, CPU), split);
        Observation seen = Reading.Of(network, split, new DefenseChain(new Dropout(0.5))).Of(new Transmissions(activations), 0, 1);

        Assert.Equal(doubted, seen.Doubt is not null);
    }

    private static Observation Read(DefenseStep step, bool hasTrueZeros, float[] message) => Read(new DefenseChain(step), hasTrueZeros, message);

    private static Observation Read(DefenseChain chain, bool hasTrueZeros, float[] message) =>
        new Reading(chain, new ActivationFacts(hasTrueZeros), new MessageOrder(CPU, examples: null)).Of(Messages(message), 0, 1);

    private static Transmissions Messages(float[] message) => new(tensor(message, [1, message.Length]));

    private static double Misfit(Observation seen, float[] activation) => seen.Misfit(tensor(activation, [1, activation.Length])).item<float>();

    private static float[] Values(Tensor values) => values.data<float>().ToArray();
}
