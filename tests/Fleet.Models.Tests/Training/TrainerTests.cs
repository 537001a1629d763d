using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using TorchSharp;

namespace Fleet.Models.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingSettings Quick = new(Seed: 1, Epochs: 2, BatchSize: 50, LearningRate: 2e-3);

    [Fact]
    public void Equal_seeds_give_equal_weights_and_another_seed_gives_others()
    {
        string hash = TrainedHash(Quick);

        Assert.Equal(hash, TrainedHash(Quick));
        Assert.NotEqual(hash, TrainedHash(Quick with { Seed = 2 }));
    }

    [Fact]
    public void Training_lowers_the_loss_and_reports_the_test_accuracy_after_each_epoch()
    {
        var reports = new Reports<TrainingProgress>();
        using TrainedNetwork network = Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick with { Epochs = 4 }, reports);

        Assert.Equal([1, 2, 3, 4], reports.Items.Select(report => report.Epoch));
        Assert.All(reports.Items, report => Assert.Equal((12, 12, 4), (report.Batch, report.Batches, report.Epochs)));
        Assert.True(reports.Items[^1].Loss < reports.Items[0].Loss);
        AccuracyResult accuracy = AccuracyEvaluator.Evaluate(network, SharedNetworks.SmallData.Test, "ReLU2", Models.Defenses.DefenseChain.None, 1);
        Assert.Equal(accuracy.Value, reports.Items[^1].TestAccuracy);
    }

    [Fact]
    public void A_training_leaves_no_tensor_but_the_weights()
    {
        TensorRuntime.Start();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick, new Reports<TrainingProgress>()).Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_cancelled_training_ends_and_leaves_no_tensor()
    {
        TensorRuntime.Start();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using var cancellation = new CancellationTokenSource();
        var cancelling = new Reports<TrainingProgress>(_ => cancellation.Cancel());

        Assert.Throws<OperationCanceledException>(
            () => Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick, cancelling, cancellation.Token));
        Assert.Single(cancelling.Items);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_training_that_diverges_says_so()
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(
            () => Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, Quick with { LearningRate = 1e30 }));
        Assert.Contains("diverged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.All(
            [Quick with { Epochs = 0 }, Quick with { BatchSize = 0 }, Quick with { LearningRate = 0 }, Quick with { LearningRate = double.NaN }],
            settings => Assert.Throws<ArgumentException>(() => Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings)));
    }

    [Fact]
    public void Initial_weights_fill_the_range_of_their_layers_fan_in()
    {
        foreach (WeightArray array in WeightInitializer.Draw(SharedNetworks.LeNet5, 1).Where(array => array.Shape.Count > 1))
        {
            double bound = 1 / Math.Sqrt(array.Shape.Skip(1).Aggregate(1L, (product, size) => product * size));
            Assert.InRange(array.Values.Max(), 0.95 * bound, bound);
            Assert.InRange(array.Values.Min(), -bound, -0.95 * bound);
        }
    }

    /// <summary>65 pictures in batches of 64 leave one over, whose batch normalisation has no variance.</summary>
    [Fact]
    public void A_last_batch_of_one_picture_that_cannot_be_normalised_is_left_out()
    {
        NetworkSpec network = Normalised;
        LabelledData data = Some(65);
        var reports = new Reports<TrainingProgress>();
        Trainer.Train(network, data, Quick with { BatchSize = 64 }, reports).Dispose();
        Assert.All(reports.Items, report => Assert.Equal((1, true), (report.Batches, double.IsFinite(report.Loss))));

        Trainer.Train(SharedNetworks.LeNet5, data, Quick with { BatchSize = 64, Epochs = 1 }, reports).Dispose();
        Assert.Equal(2, reports.Items[^1].Batches); // without batch normalisation nothing is left out
    }

    [Fact]
    public void Batches_of_one_picture_that_cannot_be_normalised_are_refused_with_the_reason()
    {
        Assert.Contains("bn1", Normalised.NormOfOneValue, StringComparison.Ordinal);
        Assert.Null(SharedNetworks.LeNet5.NormOfOneValue);
        Assert.Contains(
            "batches of at least 2 pictures",
            Assert.Throws<DataMismatchException>(() => Trainer.Train(Normalised, Some(10), Quick with { BatchSize = 1 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "one picture to learn from",
            Assert.Throws<DataMismatchException>(() => Trainer.Train(Normalised, Some(1), Quick)).Message,
            StringComparison.Ordinal);
    }

    private static NetworkSpec Normalised => new(
        "bn-net", new TensorShape(1, 28, 28), 10, SharedNetworks.LeNet5.Normalization,
        [new Linear("fc1", 784, 16), new BatchNorm("bn1", 16), new Relu("relu1"), new Linear("fc2", 16, 10)]);

    private static LabelledData Some(int pictures) => new(SharedNetworks.SmallData.Train.Slice(0, pictures), SharedNetworks.SmallData.Test);

    [Fact]
    public void Six_hundred_digits_teach_a_network_to_tell_others()
    {
        var accuracy = new OverSeeds(seed => AccuracyEvaluator.Evaluate(
            SharedNetworks.OnSmallData(seed), SharedNetworks.SmallData.Test, "ReLU2", Models.Defenses.DefenseChain.None, 1).Value);
        Assert.True(accuracy.Median >= 0.75, $"{accuracy}");
    }

    [LongFact]
    [Trait("Long", "ci")]
    public void The_default_training_reaches_97_percent_on_the_embedded_digits()
    {
        LabelledData data = new DatasetLoader(DataLocations.Only(Path.GetTempPath())).Load(SyntheticDigits.Name);
        var accuracy = new OverSeeds(seed =>
        {
            var reports = new Reports<TrainingProgress>();
            Trainer.Train(SharedNetworks.LeNet5, data, new TrainingSettings(seed), reports).Dispose();
            return reports.Items[^1].TestAccuracy!.Value;
        });
        Assert.True(accuracy.Median >= 0.97, $"{accuracy}");
    }

    [LongMnistFact]
    [Trait("Long", "ci")]
    public void The_default_training_reaches_98_5_percent_on_mnist()
    {
        var accuracy = new OverSeeds(seed => AccuracyEvaluator.Evaluate(
            SharedNetworks.OnMnist(seed), SharedNetworks.Mnist.Test, "ReLU2", Models.Defenses.DefenseChain.None, 1).Value);
        Assert.True(accuracy.Median >= 0.985, $"{accuracy}");
    }

    private static string TrainedHash(TrainingSettings settings)
    {
        using TrainedNetwork network = Trainer.Train(SharedNetworks.LeNet5, SharedNetworks.SmallData, settings);
        return network.WeightsHash;
    }
}
