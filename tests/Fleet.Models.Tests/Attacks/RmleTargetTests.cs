using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>What the default attack recovers after the default training: the figures of docs/model/attacks.md.</summary>
[Trait("Category", "Long")]
public sealed class RmleTargetTests(ITestOutputHelper output)
{
    // The first test picture of each class: those of the published measurements.
    private static readonly int[] FirstOfEachClass = [3, 2, 1, 18, 4, 8, 11, 0, 61, 7];

    [MnistTheory]
    [InlineData("conv1", 39, 0.99)]
    [InlineData("ReLU2", 14.5, 0.58)]
    public void The_median_over_training_seeds_1_to_5_reaches_the_published_quality(string split, double psnrDb, double ssim)
    {
        (double Psnr, double Ssim, double Seconds)[] bySeed =
            [.. Enumerable.Range(1, 5).Select(seed => Attack(SharedNetworks.OnMnist((ulong)seed), SharedNetworks.Mnist.Test, FirstOfEachClass, split))];

        Assert.True(Median(bySeed.Select(result => result.Psnr)) >= psnrDb);
        Assert.True(Median(bySeed.Select(result => result.Ssim)) >= ssim);

        // The time of the authors' code for one picture in a batch of 10, on one core.
        Assert.True(Median(bySeed.Select(result => result.Seconds)) <= 0.67);
    }

    [MnistTheory]
    [InlineData(TotalVariationForm.Paper)]
    [InlineData(TotalVariationForm.MeanSquared)]
    public void Both_forms_reach_the_published_quality_at_ReLU2(TotalVariationForm form)
    {
        double[] psnr =
        [
            .. Enumerable.Range(1, 5).Select(seed =>
                Attack(SharedNetworks.OnMnist((ulong)seed), SharedNetworks.Mnist.Test, FirstOfEachClass, "ReLU2", form).Psnr),
        ];
        Assert.True(Median(psnr) >= 14.5);
    }

    [Fact]
    public void Embedded_digits_at_ReLU1_are_recovered_recognisably()
    {
        LabelledData data = new(SyntheticDigits.Draw(DatasetCatalog.Train, 6_000), SyntheticDigits.Draw(DatasetCatalog.Test, 100));
        using TrainedNetwork network = Trainer.Train(SharedNetworks.LeNet5, data, new TrainingSettings());
        (double psnr, double ssim, _) = Attack(network, data.Test, [.. Enumerable.Range(0, 32)], "ReLU1");

        Assert.True(psnr > 20 && ssim > 0.8, $"{psnr} dB, SSIM {ssim}");
    }

    private (double Psnr, double Ssim, double Seconds) Attack(
        TrainedNetwork network, Dataset test, int[] pictures, string split, TotalVariationForm form = TotalVariationForm.Paper)
    {
        using var scope = NewDisposeScope();
        var source = new ActivationSource(network, test, seed: 1);
        Tensor activations = source.Activations([.. pictures.Select((input, i) => new MessageKey(0, i, input))], split, DefenseChain.None);
        var attack = new RmleReconstructor(network, split, RmleSettings.DefaultFor(network.Spec, split, form));
        long start = TimeProvider.System.GetTimestamp();
        Reconstruction reconstruction = attack.Reconstruct(activations);
        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds / pictures.Length;
        ImageScore[] scores =
        [
            .. reconstruction.Images.Select((image, i) =>
                ImageQuality.Score([.. test.Image(pictures[i]).ToArray().Select(pixel => pixel / 255f)], image, test.Shape, SsimConvention.Uniform7)),
        ];
        (double Psnr, double Ssim, double Seconds) result = (scores.Average(score => score.PsnrDb), scores.Average(score => score.Ssim), seconds);
        output.WriteLine($"{split} {form}: {result.Psnr:F2} dB, SSIM {result.Ssim:F4}, {seconds:F3} s a picture, {reconstruction.Iterations} iterations");
        return result;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(2);
}
