using Fleet.Benchmarks.Attack;
using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>
/// What the default attack recovers. Short: from networks that have learned 600 drawn digits. Long: after the default training
/// on MNIST, the figures of docs/model/attacks.md.
/// </summary>
public sealed class RmleTargetTests(ITestOutputHelper output)
{
    // The first test picture of each class: those of the published measurements.
    private static readonly int[] FirstOfEachClass = [3, 2, 1, 18, 4, 8, 11, 0, 61, 7];

    [LongMnistTheory]
    [Trait("Long", "ci")]
    [InlineData("conv1", TotalVariationForm.Paper, 39, 0.99)]
    [InlineData("ReLU2", TotalVariationForm.Paper, 14.5, 0.58)]
    [InlineData("ReLU2", TotalVariationForm.MeanSquared, 14.5, 0)]
    public void The_median_over_training_seeds_1_to_5_reaches_the_published_quality(string split, TotalVariationForm form, double psnrDb, double ssim) =>
        Reaches(psnrDb, ssim, seed => Attack(SharedNetworks.OnMnist(seed), SharedNetworks.Mnist.Test, FirstOfEachClass, split, form));

    [Theory]
    [InlineData("ReLU1", TotalVariationForm.Paper, 30, 0.9)]
    [InlineData("ReLU2", TotalVariationForm.Paper, 25, 0.8)]
    [InlineData("ReLU2", TotalVariationForm.MeanSquared, 20, 0.6)]
    public void Drawn_digits_are_recovered_recognisably(string split, TotalVariationForm form, double psnrDb, double ssim) =>
        Reaches(psnrDb, ssim, seed => Attack(SharedNetworks.OnSmallData(seed), SharedNetworks.SmallData.Test, [0, 1, 2, 3], split, form));

    private static void Reaches(double psnrDb, double ssim, Func<ulong, (double PsnrDb, double Ssim)> attack)
    {
        var results = new Dictionary<ulong, (double PsnrDb, double Ssim)>();
        var psnr = new OverSeeds(seed => (results[seed] = attack(seed)).PsnrDb);
        var similarity = new OverSeeds(seed => results[seed].Ssim);
        Assert.True(psnr.Median >= psnrDb, $"{psnr} dB");
        Assert.True(similarity.Median >= ssim, $"SSIM {similarity}");
    }

    private (double Psnr, double Ssim) Attack(
        TrainedNetwork network, Dataset test, int[] pictures, string split, TotalVariationForm form = TotalVariationForm.Paper)
    {
        using var scope = NewDisposeScope();
        var source = new ActivationSource(network, test, seed: 1);
        Tensor activations = source.Activations([.. pictures.Select((input, i) => new MessageKey(0, i, input))], split, DefenseChain.None);
        var attack = new RmleReconstructor(network, split, RmleDefaults.For(network.Spec, split, form));
        Reconstruction reconstruction = attack.Reconstruct(activations);
        ImageScore[] scores =
        [
            .. reconstruction.Images.Select((image, i) =>
                ImageScore.Of([.. test.Image(pictures[i]).ToArray().Select(pixel => pixel / 255f)], image, test.Shape)),
        ];
        (double Psnr, double Ssim) result = (scores.Average(score => score.PsnrDb), scores.Average(score => score.Ssim));
        output.WriteLine($"{split} {form}: {result.Psnr:F2} dB, SSIM {result.Ssim:F4}, {reconstruction.Iterations} iterations");
        return result;
    }
}
