using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Training.DefenseTraining;

public sealed class DefendedNetworkStoreTests : IDisposable
{
    private const string Split = "ReLU2";
    private static readonly LabelledData Data = SharedNetworks.SmallData;

    // For rules that do not depend on what is learned. Learned noise takes a number of steps: small batches make them short.
    private static readonly TrainingSettings Quick = new(Seed: 1, Epochs: 1, BatchSize: 10);
    private static readonly LabelledData Few = new(SyntheticDigits.Draw(DatasetInfo.Train, 60), SyntheticDigits.Draw(DatasetInfo.Test, 20));
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-defended-").FullName;
    private readonly DefendedNetworkStore _store;

    public DefendedNetworkStoreTests() => _store = new DefendedNetworkStore(new WeightStore(_folder));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nopeek_lowers_the_distance_correlation_at_little_loss_of_accuracy()
    {
        var accuracies = new Dictionary<ulong, double>();
        var correlation = new OverSeeds(seed =>
        {
            using DefendedNetwork plain = Make("none", seed);
            using DefendedNetwork defended = Make("nopeek 10", seed);
            accuracies[seed] = Accuracy(defended) - Accuracy(plain);
            return Correlation(defended) - Correlation(plain);
        });
        var accuracy = new OverSeeds(seed => accuracies[seed]);
        Assert.True(correlation.Median < -0.05, $"{correlation}");
        Assert.True(accuracy.Median > -0.1, $"{accuracy}");
    }

    /// <summary>What it hides from another decoder than its own is no rule (docs/model/defenses.md); that it learns to: DecoderTermTests.</summary>
    [LongFact]
    [Trait("Long", "ci")]
    public void Adversarial_training_costs_little_accuracy()
    {
        var accuracy = new OverSeeds(seed =>
        {
            using DefendedNetwork plain = Make("none", seed);
            using DefendedNetwork defended = Make("adversarial 3", seed);
            Assert.NotEqual(plain.Network.WeightsHash, defended.Network.WeightsHash);
            return Accuracy(defended) - Accuracy(plain);
        });
        Assert.True(accuracy.Median > -0.1, $"{accuracy}");
    }

    [Fact]
    public void Adversarial_training_on_pictures_all_alike_says_why_it_cannot_be()
    {
        var alike = new Dataset("alike", DatasetInfo.Train, SharedNetworks.LeNet5.Input, 10, new byte[784 * 9], new byte[9]);
        DataMismatchException refused = Assert.Throws<DataMismatchException>(() =>
            _store.LoadOrTrain(SharedNetworks.LeNet5, new LabelledData(alike, Data.Test), Quick, Split, Parse("adversarial 1")));
        Assert.Contains("their variance is 0", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>One picture has no variance that a decoder could explain.</summary>
    [Fact]
    public void Adversarial_training_passes_over_a_last_batch_of_one_picture()
    {
        var data = new LabelledData(Data.Train.Slice(0, 9), Data.Test);
        using DefendedNetwork trained = _store.LoadOrTrain(SharedNetworks.LeNet5, data, Quick with { BatchSize = 4 }, Split, Parse("adversarial 1"));
        Assert.NotEmpty(trained.Network.WeightsHash);
    }

    [LongFact]
    [Trait("Long", "ci")]
    public void Learned_noise_costs_less_accuracy_than_laplace_noise_of_the_same_power()
    {
        var gained = new OverSeeds(seed =>
        {
            using DefendedNetwork learned = Make("shredder 2", seed, batch: 10);
            var step = (ShredderNoise)learned.Defense.Steps[0];
            double power = step.Noise!.Tensors.Average(tensor => tensor.Average(value => (double)value * value));
            Assert.All(step.Noise.Tensors, tensor => Assert.Equal(power, tensor.Average(value => (double)value * value), 1e-3 * power));
            Assert.Equal(2, power / SignalPower(learned), 0.1);

            var laplace = new DefenseChain(new LaplaceNoise(Math.Sqrt(power / 2)));
            return Accuracy(learned) - AccuracyEvaluator.Evaluate(learned.Network, Data.Test, Split, laplace, 1).Value;
        });
        Assert.True(gained.Median > 0.1, $"{gained}");
    }

    [Theory]
    [InlineData("nopeek 2")]
    [InlineData("adversarial 3 + nopeek 1")]
    [InlineData("shredder + quantize 4 bit")]
    public void What_was_learned_is_loaded_again_and_is_the_same_when_learned_again(string defense)
    {
        Assert.False(_store.Contains(SharedNetworks.LeNet5, Few, Quick, Split, Parse(defense)));
        (string first, int reports) = Key(_store, defense);
        Assert.True(_store.Contains(SharedNetworks.LeNet5, Few, Quick, Split, Parse(defense)));
        (string loaded, int reportsOfLoading) = Key(_store, defense);
        string other = Directory.CreateTempSubdirectory("fleetsim-defended-").FullName;
        (string again, _) = Key(new DefendedNetworkStore(new WeightStore(other)), defense);
        Directory.Delete(other, recursive: true);

        Assert.True(reports > 0);
        Assert.Equal(0, reportsOfLoading);
        Assert.Equal(first, loaded);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Steps_that_learn_nothing_share_what_the_others_learned()
    {
        string Path(string split, string defense) => _store.PathOf(
            SharedNetworks.LeNet5, Few, Quick, split, [.. Parse(defense).Steps.Where(step => step.Training != TrainingNeed.None)]);

        Assert.Equal(Path(Split, "nopeek 2"), Path(Split, "nopeek 2 + gaussian 0.4"));
        Assert.Equal(4, new[] { Path(Split, "nopeek 2"), Path("conv1", "nopeek 2"), Path(Split, "nopeek 1"), Path(Split, "adversarial 2") }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_defence_without_training_uses_the_plain_weights()
    {
        using DefendedNetwork defended = _store.LoadOrTrain(SharedNetworks.LeNet5, Few, Quick, Split, Parse("gaussian 0.4 + permute"));
        using TrainedNetwork plain = new WeightStore(_folder).LoadOrTrain(SharedNetworks.LeNet5, Few, Quick);
        Assert.Equal(plain.WeightsHash, defended.Network.WeightsHash);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Damaged_files_are_learned_again()
    {
        (string first, _) = Key(_store, "shredder");
        string path = _store.PathOf(SharedNetworks.LeNet5, Few, Quick, Split, Parse("shredder").Steps);
        byte[] damaged = File.ReadAllBytes(path);
        damaged[^3] ^= 1;
        File.WriteAllBytes(path, damaged);
        Assert.False(_store.Contains(SharedNetworks.LeNet5, Few, Quick, Split, Parse("shredder")));
        Assert.Equal(first, Key(_store, "shredder").Key);
    }

    [Fact]
    public void Noise_that_is_not_learned_yet_refuses_to_act()
    {
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => Parse("shredder").Apply(DefensePlace.Activation, new float[4], 1, 2, 3));
        Assert.Contains("not learned yet", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_a_defence_leaves_no_tensor_but_the_weights()
    {
        TensorRuntime.Start();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _store.LoadOrTrain(SharedNetworks.LeNet5, Few, Quick, Split, Parse("adversarial 1 + nopeek 1 + shredder")).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private DefendedNetwork Make(string defense, ulong seed, int batch = 50) =>
        _store.LoadOrTrain(SharedNetworks.LeNet5, Data, new TrainingSettings(seed, Epochs: 4, batch), Split, Parse(defense));

    private static (string Key, int Reports) Key(DefendedNetworkStore store, string defense)
    {
        var reports = new Reports<TrainingProgress>();
        using DefendedNetwork network = store.LoadOrTrain(SharedNetworks.LeNet5, Few, Quick, Split, Parse(defense), reports);
        string noise = string.Join(' ', network.Defense.Steps.OfType<ShredderNoise>().Select(step => string.Join(' ', step.Noise!.Tensors[0])));
        return ($"{network.Network.WeightsHash} {noise}", reports.Items.Count);
    }

    private static double Accuracy(DefendedNetwork network) =>
        AccuracyEvaluator.Evaluate(network.Network, Data.Test, Split, network.Defense, 1).Value;

    private static double Correlation(DefendedNetwork network)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        Tensor pictures = PictureTensor.Load(Data.Test, Enumerable.Range(0, 200).ToArray(), network.Network.Spec, torch.CPU);
        return DistanceCorrelation.Of(Rows(pictures), Rows(network.Network.Head(pictures, Split)));
    }

    private static double SignalPower(DefendedNetwork network)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        Tensor pictures = PictureTensor.Load(Data.Train, Enumerable.Range(0, 600).ToArray(), network.Network.Spec, torch.CPU);
        return network.Network.Head(pictures, Split).square().mean().item<float>();
    }

    private static float[][] Rows(Tensor batch)
    {
        float[] values = batch.data<float>().ToArray();
        return values.Chunk(values.Length / (int)batch.shape[0]).ToArray();
    }

    private static DefenseChain Parse(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new ArgumentException(problem, nameof(text));
}
