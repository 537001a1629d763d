using Fleet.Benchmarks.Attack;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>
/// What attackers recover who allow for the defence, from networks trained on MNIST: the figures of docs/model/attacks.md. That
/// knowing a defence helps at all is a rule of <see cref="AdaptiveDefenseTests"/>.
/// </summary>
public sealed class AdaptiveTargetTests(ITestOutputHelper output)
{
    private static readonly int[] FirstOfEachClass = [3, 2, 1, 18, 4, 8, 11, 0, 61, 7];

    [LongMnistFact]
    public void Who_allows_for_dropped_elements_sees_through_a_dropout_of_one_half()
    {
        var dropout = new DefenseChain(new Dropout(0.5));
        double naive = Median(seed => Attack(seed, "ReLU2", dropout, known: null, messages: 1).Ssim);
        double adaptive = Median(seed => Attack(seed, "ReLU2", dropout, known: dropout, messages: 1).Ssim);

        Assert.True(naive < 0.4, $"{naive}");
        Assert.True(adaptive >= 0.45, $"{adaptive}");
    }

    [LongMnistFact]
    public void Who_knows_the_noise_recovers_more_and_more_messages_help()
    {
        var noise = new DefenseChain(new GaussianNoise(0.8));
        double naive = Median(seed => Attack(seed, "ReLU2", noise, known: null, messages: 1).PsnrDb);
        double one = Median(seed => Attack(seed, "ReLU2", noise, known: noise, messages: 1).PsnrDb);
        double many = Median(seed => Attack(seed, "ReLU2", noise, known: noise, messages: 64).PsnrDb);

        // The weight is chosen for each picture, so that who ignores the noise comes near who knows it.
        Assert.True(naive < one && one + 5 < many, $"{naive}, {one}, {many}");
    }

    /// <summary>Where something else than the noise limits the attack; nearer to the picture they close less of it.</summary>
    [LongMnistFact]
    public void Sixty_four_messages_close_most_of_the_gap_that_noise_makes_at_pool2()
    {
        var noise = new DefenseChain(new GaussianNoise(0.8));
        double closed = Median(seed =>
        {
            double one = Attack(seed, "pool2", noise, known: noise, messages: 1).PsnrDb;
            double many = Attack(seed, "pool2", noise, known: noise, messages: 64).PsnrDb;
            double all = Attack(seed, "pool2", DefenseChain.None, known: null, messages: 1).PsnrDb;
            Assert.True(all > one + 2, $"{one}, {all}: no gap that is worth closing.");
            return (many - one) / (all - one);
        });

        Assert.True(closed >= 0.6, $"{closed}");
    }

    [LongMnistTheory]
    [InlineData("permute", 20)]
    [InlineData("clip 10", 3)]
    [InlineData("clip 10 + gaussian 0.2", 0)]
    [InlineData("gaussian 0.8 on input", -0.1)]
    [InlineData("dropout 30 % on input", 0.3)]
    [InlineData("shredder 1", 10)]
    public void Who_knows_the_defence_gains_so_many_decibels(string defense, double gain)
    {
        var gains = new OverSeeds(seed =>
        {
            DefenseChain chain = Ready(defense, seed);
            return Attack(seed, "ReLU2", chain, known: chain, messages: 1).PsnrDb - Attack(seed, "ReLU2", chain, known: null, messages: 1).PsnrDb;
        });

        Assert.True(gains.Median >= gain, $"{gains}");
    }

    [LongMnistTheory]
    [InlineData("conv1")]
    [InlineData("ReLU2")]
    public void Fifty_messages_of_a_device_show_the_order_of_most_channels(string split)
    {
        TrainedNetwork network = SharedNetworks.OnMnist(1);
        var order = new MessageOrder(
            CPU,
            Experience.Of(network, split, new WhiteBox(network, SharedNetworks.Mnist.Train)).After(DefenseChain.None));
        foreach (int count in (int[])[5, 10, 20, 50, 100])
        {
            double[] shares = [.. Enumerable.Range(0, 5).Select(device => Share(order, network, split, device, count))];
            output.WriteLine($"{split}, {count} messages: {string.Join(" ", shares.Select(share => $"{share:F3}"))}");
            if (count >= 50)
            {
                Assert.True(shares.Average() >= 0.9, $"{count} messages: {shares.Average()}");
            }
        }
    }

    /// <summary>The share of channels that are found where they are, from messages that follow each other in the test part.</summary>
    private static double Share(MessageOrder order, TrainedNetwork network, string split, int device, int count)
    {
        using var scope = NewDisposeScope();
        var chain = new DefenseChain(new ChannelPermutation());
        MessageKey[] keys = [.. Enumerable.Range(0, count).Select(i => new MessageKey(device, i, 1000 + (device * 100) + i))];
        var source = new ActivationSource(network, SharedNetworks.Mnist.Test, seed: 1);
        Tensor sent = source.Activations(keys, split, chain);
        Tensor given = source.Activations(keys, split, DefenseChain.None);
        int[] found = order.Of(new Transmissions(sent))[0];
        return found.Select((position, channel) => sent.select(1, position).equal(given.select(1, channel)).all().item<bool>() ? 1.0 : 0).Average();
    }

    /// <summary>The chain with what it has to learn for ReLU2 of the network of one seed.</summary>
    private static DefenseChain Ready(string defense, ulong seed)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
        return chain.Select(step => step is ShredderNoise noise
            ? noise.With(NoiseTraining.Train(SharedNetworks.OnMnist(seed), SharedNetworks.Mnist.Train, new TrainingSettings(seed), "ReLU2", noise, null, default))
            : step);
    }

    private (double PsnrDb, double Ssim) Attack(ulong seed, string split, DefenseChain defense, DefenseChain? known, int messages)
    {
        using var scope = NewDisposeScope();
        TrainedNetwork network = SharedNetworks.OnMnist(seed);
        Dataset test = SharedNetworks.Mnist.Test;

        // A device with a secret sends all of them, and more that the attacker learns the secret from.
        bool secret = defense.IsKeyed;
        int[] inputs = [.. FirstOfEachClass, .. Enumerable.Range(1000, secret && known is not null ? 50 : 0)];
        MessageKey[] keys = [.. inputs.SelectMany((input, scene) => Enumerable.Range(0, messages)
            .Select(i => secret ? new MessageKey(0, (scene * messages) + i, input) : new MessageKey(scene, i, input)))];
        int[] scenes = [.. inputs.SelectMany((_, scene) => Enumerable.Repeat(scene, messages))];
        Tensor activations = new ActivationSource(network, test, seed: 1).Activations(keys, split, defense);
        using IReconstructor reconstructor = new RmleAttack()
            .Prepare(AttackTarget.Of(network.Spec, split, new WhiteBox(network, SharedNetworks.Mnist.Train), known));
        Reconstruction reconstruction = reconstructor.Reconstruct(new Transmissions(activations, scenes));
        ImageScore[] scores =
        [
            .. FirstOfEachClass.Select((input, i) =>
                ImageScore.Of(test.UnitImage(input), reconstruction.Images[i], test.Shape)),
        ];
        (double PsnrDb, double Ssim) result = (scores.Average(score => score.PsnrDb), scores.Average(score => score.Ssim));
        output.WriteLine($"seed {seed} {split} {defense} {(known is null ? "naive" : "adaptive")} {messages}: {result.PsnrDb:F2} dB, SSIM {result.Ssim:F3}");
        return result;
    }

    private static double Median(Func<ulong, double> bySeed) => new OverSeeds(bySeed).Median;
}
