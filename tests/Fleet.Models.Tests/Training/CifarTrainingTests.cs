using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Training;

public sealed class CifarTrainingTests
{
    /// <summary>
    /// Short: the same 16 pictures again and again, whose loss falls below that of guessing one class in ten. Long: 100 steps, an
    /// eighth of an epoch, after which it guesses better than twice as well as chance.
    /// </summary>
    [CifarFact]
    public void The_colour_network_of_the_paper_learns_from_pictures_of_cifar10()
    {
        LabelledData all = new DatasetLoader(CifarFactAttribute.Locations).Load(DatasetCatalog.Cifar10);
        Assert.Equal((50_000, 10_000), (all.Train.Count, all.Test.Count));
        (double loss, double accuracy) = LongRun.Wanted
            ? Train(new LabelledData(First(all.Train, 6_400), First(all.Test, 1_000)), epochs: 1, batch: 64)
            : Train(new LabelledData(First(all.Train, 16), First(all.Train, 16)), epochs: 12, batch: 16);
        Assert.True(loss < Math.Log(10), $"loss {loss}");
        Assert.True(accuracy > 0.2, $"accuracy {accuracy}");
    }

    private static (double Loss, double Accuracy) Train(LabelledData data, int epochs, int batch)
    {
        NetworkCatalog.TryFind("cifar6", out NetworkSpec? network);
        var reports = new Reports<TrainingProgress>();
        Trainer.Train(network!, data, new TrainingSettings(1, epochs, batch, LearningRate: 1e-3), reports).Dispose();
        return (reports.Items[^1].Loss, reports.Items[^1].TestAccuracy!.Value);
    }

    private static Dataset First(Dataset set, int count) => new(
        set.Name, set.Part, set.Shape, set.Classes, set.Pixels[..(count * set.Shape.Elements)], set.Labels[..count]);
}
