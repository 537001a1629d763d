using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>What attackers recover who allow for the defence: the figures of docs/model/attacks.md.</summary>
[Trait("Category", "Long")]
public sealed class AdaptiveTargetTests(ITestOutputHelper output)
{
    private static readonly int[] FirstOfEachClass = [3, 2, 1, 18, 4, 8, 11, 0, 61, 7];

    [MnistFact]
    public void Who_allows_for_dropped_elements_sees_through_a_dropout_of_one_half()
    {
        var dropout = new DefenseChain(new Dropout(0.5));
        double naive = Median(seed => Attack(seed, "ReLU2", dropout, known: null, messages: 1).Ssim);
        double adaptive = Median(seed => Attack(seed, "ReLU2", dropout, known: dropout, messages: 1).Ssim);

        Assert.True(naive < 0.4, $"{naive}");
        Assert.True(adaptive >= 0.45, $"{adaptive}");
    }

    [MnistFact]
    public void Who_knows_the_noise_recovers_more_and_more_messages_help()
    {
        var noise = new DefenseChain(new GaussianNoise(0.8));
        double naive = Median(seed => Attack(seed, "ReLU2", noise, known: null, messages: 1).PsnrDb);
        double one = Median(seed => Attack(seed, "ReLU2", noise, known: noise, messages: 1).PsnrDb);
        double many = Median(seed => Attack(seed, "ReLU2", noise, known: noise, messages: 64).PsnrDb);

        Assert.True(naive + 5 < one && one + 3 < many, $"{naive}, {one}, {many}");
    }

    private (double PsnrDb, double Ssim) Attack(ulong seed, string split, DefenseChain defense, DefenseChain? known, int messages)
    {
        using var scope = NewDisposeScope();
        TrainedNetwork network = SharedNetworks.OnMnist(seed);
        Dataset test = SharedNetworks.Mnist.Test;
        MessageKey[] keys = [.. FirstOfEachClass.SelectMany((input, device) => Enumerable.Range(0, messages).Select(i => new MessageKey(device, i, input)))];
        Tensor activations = new ActivationSource(network, test, seed: 1).Activations(keys, split, defense);
        using IReconstructor reconstructor = new RmleAttack()
            .Prepare(AttackTarget.Of(network.Spec, split, new WhiteBox(network), known));
        Reconstruction reconstruction = reconstructor.Reconstruct(new Transmissions(activations, [.. keys.Select(key => key.Device)]));
        ImageScore[] scores =
        [
            .. reconstruction.Images.Select((image, i) =>
                ImageQuality.Score([.. test.Image(FirstOfEachClass[i]).ToArray().Select(pixel => pixel / 255f)], image, test.Shape, SsimConvention.Uniform7)),
        ];
        (double PsnrDb, double Ssim) result = (scores.Average(score => score.PsnrDb), scores.Average(score => score.Ssim));
        output.WriteLine($"seed {seed} {split} {defense} {(known is null ? "naive" : "adaptive")} {messages}: {result.PsnrDb:F2} dB, SSIM {result.Ssim:F3}");
        return result;
    }

    private static double Median(Func<ulong, double> bySeed) => Enumerable.Range(1, 3).Select(seed => bySeed((ulong)seed)).Order().ElementAt(1);
}
