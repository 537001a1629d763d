using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

public sealed class InverseNetworkTests
{
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;

    [Theory]
    [InlineData(false, 45)]
    [InlineData(true, 25)]
    public void A_convolution_is_undone_in_closed_form_from_pictures_and_from_noise(bool noise, double psnrDb)
    {
        double psnr = Recovered("conv1", noise ? new NoiseQueries(600, Seed: 1) : new PictureQueries(SharedNetworks.SmallData.Train), DefenseChain.None);
        Assert.True(psnr >= psnrDb, $"{psnr} dB");
    }

    [Fact]
    public void The_closed_form_allows_for_the_noise_on_the_answers()
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse("gaussian:0.1@activation", out DefenseChain noise, out _));
        double psnr = Recovered("conv1", new PictureQueries(SharedNetworks.SmallData.Train), noise);
        Assert.InRange(psnr, 15, 40);
    }

    [Theory]
    [InlineData("conv1", true)]
    [InlineData("ReLU1", true)]
    [InlineData("pool1", false)]
    [InlineData("ReLU2", false)]
    [InlineData("fc1", false)]
    public void Only_cuts_about_as_fine_as_the_picture_have_a_linear_map(string split, bool suits) =>
        Assert.Equal(suits, PatchRegression.Suits(LeNet5.Profile()[LeNet5.Require(split)].Output, LeNet5.Input));

    // One step of training: what is recovered is the linear map's.
    private static double Recovered(string split, QuerySet queries, DefenseChain defense)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var knowledge = new BlackBox(new QueryOracle(network, split, defense, seed: 1), queries);
        using IReconstructor attack = new InverseNetworkAttack(new InverseNetworkSettings(new FitSettings(Steps: 1, LearningRate: 1e-6)))
            .Prepare(AttackTarget.Of(LeNet5, split, knowledge, defense));
        Tensor sent = new ActivationSource(network, SharedNetworks.SmallData.Test, seed: 2)
            .Activations([.. Enumerable.Range(0, 20).Select(i => new MessageKey(0, i, i))], split, defense);
        Reconstruction reconstruction = attack.Reconstruct(new Transmissions(sent));
        return reconstruction.Images.Select((image, i) => ImageQuality.Psnr(SharedNetworks.SmallData.Test.UnitImage(i), image)).Average();
    }
}
