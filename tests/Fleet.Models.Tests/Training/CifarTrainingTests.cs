using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Training;

public sealed class CifarTrainingTests
{
    private const int TrainPictures = 6_400;
    private const int TestPictures = 1_000;

    /// <summary>100 steps, an eighth of an epoch: enough to tell a network that learns from one that guesses one in ten.</summary>
    [CifarFact]
    [Trait("Category", "Long")]
    public void The_colour_network_of_the_paper_learns_from_an_eighth_of_cifar10()
    {
        LabelledData all = new DatasetLoader(CifarFactAttribute.Locations).Load(DatasetCatalog.Cifar10);
        Assert.Equal((50_000, 10_000), (all.Train.Count, all.Test.Count));
        NetworkCatalog.TryFind("cifar6", out NetworkSpec? network);
        var reports = new Reports<TrainingProgress>();
        Trainer.Train(
            network!, new LabelledData(First(all.Train, TrainPictures), First(all.Test, TestPictures)),
            new TrainingSettings(1, Epochs: 1, BatchSize: 64, LearningRate: 1e-3), reports).Dispose();

        Assert.True(reports.Items[^1].TestAccuracy > 0.2, $"{reports.Items[^1]}");
    }

    private static Dataset First(Dataset set, int count) => new(
        set.Name, set.Part, set.Shape, set.Classes, set.Pixels[..(count * set.Shape.Elements)], set.Labels[..count]);
}
