using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>
/// Who knows a defence recovers more than who ignores it. Noise on the activation is the exception: its strength can be told from
/// the messages, and who ignores it comes within a decibel.
/// </summary>
public sealed class AdaptiveDefenseTests(ITestOutputHelper output)
{
    private const int Pictures = 4;

    /// <summary>
    /// In dB, half of the least gain that was seen with the initial weights of five seeds; for Gaussian and Laplace noise on the
    /// activation and for rounding, less than the gain seen with these. Nothing is learned here: the weights are the same on every
    /// processor.
    /// </summary>
    [Theory]
    [InlineData("gaussian 0.5", -1)]
    [InlineData("laplace 0.4", 0)]
    [InlineData("dropout 40 %", 15)]
    [InlineData("quantize 2 bit", 0.1)]
    [InlineData("top-k 20 %", 11)]
    [InlineData("mask 30 %", 11)]
    [InlineData("permute", 20)]
    [InlineData("clip 5", 17)]
    [InlineData("clip 5 + gaussian 0.1", 1)]
    [InlineData("gaussian 0.8 on input", 0.4)]
    [InlineData("laplace 0.5 on input", 0.5)]
    [InlineData("dropout 30 % on input", 6.5)]
    public void Who_knows_a_defence_recovers_more(string defense, double gainDb)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
        (double naive, double adaptive) = Attack(chain);
        Assert.True(adaptive >= naive + gainDb, $"naive {naive:F2} dB, adaptive {adaptive:F2} dB");
    }

    [Fact]
    public void More_messages_of_a_scene_take_away_more_of_the_noise()
    {
        var noise = new DefenseChain(new GaussianNoise(0.8));
        using TrainedNetwork network = SharedNetworks.Untrained();
        double one = PsnrDb(network, noise, noise);
        double many = PsnrDb(network, noise, noise, messagesOfScene: 64);
        output.WriteLine($"one {one:F2} dB, many {many:F2} dB");
        Assert.True(many > one + 3, $"one {one:F2} dB, many {many:F2} dB");
    }

    [Fact]
    public void Knowing_learned_noise_takes_it_away()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        (double naive, double adaptive) = Attack(new DefenseChain(Learned(network)));
        (double none, _) = Attack(DefenseChain.None);
        Assert.True(naive < adaptive, $"naive {naive:F2} dB, adaptive {adaptive:F2} dB");
        Assert.Equal(none, adaptive, 1.0);
    }

    [Fact]
    public void A_clipped_activation_fits_as_well_as_what_was_sent()
    {
        using var scope = NewDisposeScope();
        Observation seen = new Reading(new DefenseChain(new NormClip(5)), new ActivationFacts(HasTrueZeros: false), new MessageOrder(CPU, examples: null))
            .Of(new Transmissions(tensor(new float[] { 3, 4 }, [1, 2])), 0, 1);

        Assert.Equal(0, Misfit(seen, [30, 40]), 1e-3);
        Assert.Equal(4 + 4, Misfit(seen, [1, 2]), 1e-3);
    }

    [Fact]
    public void Noise_on_the_picture_counts_as_the_noise_that_it_makes_of_the_activation()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var experience = Experience.Of(network, "conv1", new WhiteBox(network, SharedNetworks.SmallData.Train));
        double once = experience.MeanSquareShift(new DefenseChain(new GaussianNoise(0.2, DefensePlace.Input)));
        double twice = experience.MeanSquareShift(new DefenseChain(new GaussianNoise(0.4, DefensePlace.Input)));

        // The first layer is linear.
        Assert.Equal(4 * once, twice, 1e-4 * twice);
        Assert.True(once > 0);
    }

    private static double Misfit(Observation seen, float[] activation) => seen.Misfit(tensor(activation, [1, activation.Length])).item<float>();

    private static ShredderNoise Learned(TrainedNetwork network)
    {
        using Tensor one = network.Head(PictureTensor.Load(SharedNetworks.SmallData.Test, [0], network.Spec, CPU), "ReLU1");
        var shape = new TensorShape((int)one.shape[1], (int)one.shape[2], (int)one.shape[3]);
        float[][] tensors = [.. Enumerable.Range(0, ShredderNoise.Tensors).Select(i => new float[shape.Elements])];
        for (int i = 0; i < tensors.Length; i++)
        {
            new DefenseChain(new LaplaceNoise(0.3)).Apply(DefensePlace.Activation, tensors[i], seed: 1, device: 0, sequence: i);
        }

        return new ShredderNoise(1).With(new LearnedNoise(shape, tensors));
    }

    private (double Naive, double Adaptive) Attack(DefenseChain chain)
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        (double naive, double adaptive) = (PsnrDb(network, chain, null), PsnrDb(network, chain, chain));
        output.WriteLine($"{chain}: naive {naive:F2} dB, adaptive {adaptive:F2} dB");
        return (naive, adaptive);
    }

    private static double PsnrDb(TrainedNetwork network, DefenseChain chain, DefenseChain? known, int messagesOfScene = 1)
    {
        using var scope = NewDisposeScope();
        Dataset test = SharedNetworks.SmallData.Test;

        // A secret order takes more messages than are attacked.
        int scenes = chain.IsKeyed ? 40 : Pictures;
        MessageKey[] keys = [.. Enumerable.Range(0, scenes * messagesOfScene).Select(i => new MessageKey(0, i, i / messagesOfScene % test.Count))];
        Tensor activations = new ActivationSource(network, test, seed: 1).Activations(keys, "ReLU1", chain);
        var target = AttackTarget.Of(network.Spec, "ReLU1", new WhiteBox(network, SharedNetworks.SmallData.Train), known);
        RmleSettings settings = RmleDefaults.For(network.Spec, "ReLU1") with { Iterations = 150 };
        using IReconstructor attack = new RmleAttack(settings).Prepare(target);
        return attack.Reconstruct(new Transmissions(activations, [.. keys.Select((_, i) => i / messagesOfScene)])).Images.Take(Pictures)
            .Select((image, i) => ImageQuality.Psnr(test.UnitImage(i % test.Count), image)).Average();
    }
}
