using System.Globalization;
using Fleet.Host.Scenarios.Units;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the network and its training.</summary>
internal static class ModelSchema
{
    private const int MostEpochs = 10_000;
    private const int MostBatch = 65_536;

    private static readonly TrainingSettings TrainingDefaults = new();

    private static readonly Key<ulong> TrainingSeed = new(Values.Seed())
    {
        Name = "seed",
        Documentation = "The key of initial weights and of the order of the pictures. What an attack recovers depends on it strongly: compare several.",
        Default = $"{TrainingDefaults.Seed}",
        Example = "2",
    };

    private static readonly Key<int> Epochs = new(Values.Count(1, MostEpochs))
    {
        Name = "epochs",
        Documentation = "How often every training picture is used.",
        Default = string.Create(CultureInfo.InvariantCulture, $"{TrainingDefaults.Epochs}"),
        Example = "5",
    };

    private static readonly Key<int> BatchSize = new(Values.Count(1, MostBatch))
    {
        Name = "batch-size",
        Documentation = "Pictures for one step of the optimiser.",
        Default = string.Create(CultureInfo.InvariantCulture, $"{TrainingDefaults.BatchSize}"),
        Example = "128",
    };

    private static readonly Key<double> LearningRate = new(new QuantitySpec<double>(QuantityKind.Number, Limits.Positive, Quantity.ToDouble))
    {
        Name = "learning-rate",
        Documentation = "The learning rate of Adam at the first step; it falls along half a cosine to 0.",
        Default = "0.002",
        Example = "0.001",
    };

    private static readonly MapSpec<TrainingSettings> TrainingSpec = new(
        new MapDeclaration("Training", "the training", "How the weights are made. Weights once trained are kept and found again.", [TrainingSeed, Epochs, BatchSize, LearningRate]),
        v => new TrainingSettings(v.Get(TrainingSeed), v.Get(Epochs), v.Get(BatchSize), v.Get(LearningRate)));

    private static readonly Key<NetworkSpec> Network = new(new NetworkReferenceSpec())
    {
        Name = "network",
        Documentation = "The network that is cut in two: a built-in one, or an own one.",
        Example = "lenet5",
    };

    private static readonly Key<DataReference> Data = new(new DataReferenceSpec())
    {
        Name = "data",
        Documentation = "The data set that trains the network and gives the pictures. The synthetic ones need no files; get the others with `fleetsim data fetch NAME`.",
        Example = "synthetic-digits",
    };

    private static readonly Key<FileReference?> Weights = new(new WeightsSpec())
    {
        Name = "weights",
        Documentation = "`trained`: weights trained as `training` says. A file: your own, as PyTorch's state_dict names them; nothing is trained then.",
        Otherwise = WeightsSpec.Trained,
        Example = WeightsSpec.Trained,
    };

    private static readonly Key<TrainingSettings> Training = new(TrainingSpec)
    {
        Name = "training",
        Documentation = "How the weights are made.",
        Default = "{}",
        Example = "{ seed: 2, epochs: 5 }",
    };

    /// <summary>The section <c>model</c>.</summary>
    public static MapSpec<ModelSection> Spec { get; } = new(
        new MapDeclaration("Model", "the model", "The network, its data and its weights.", [Network, Data, Weights, Training]),
        Build);

    private static ModelSection? Build(MapValues v)
    {
        if (v.Get(Network) is not { } network || v.Get(Data) is not { } data)
        {
            return null;
        }

        if (data.Known is { } known && (network.Input != known.Shape || network.Classes != known.Classes))
        {
            v.Problem(Data, string.Create(CultureInfo.InvariantCulture, $"'{known.Name}' has pictures of {known.Shape} in {known.Classes} classes; {network.Name} takes {network.Input} in {network.Classes}."));
        }

        if (data.Folder is not null && data.Fit.ProblemFor(network.Input) is { } unfit)
        {
            v.Problem(Data, unfit);
        }

        FileReference? weights = v.Get(Weights);
        if (weights is not null && v.Has(Training))
        {
            v.Problem(Training, $"The weights come from {weights.Written}, so that nothing is trained; expected no training.");
        }

        TrainingSettings training = v.Get(Training) ?? TrainingDefaults;
        if (weights is null && training.ProblemWith(network) is { } untrainable)
        {
            v.Problem(Training, untrainable);
        }

        ModelSection model = data.Folder is { } pictures
            ? ModelSection.WithPictures(network, pictures, data.Fit, training)
            : new ModelSection(network, data.Known!, training);
        return model with { Weights = weights };
    }
}
