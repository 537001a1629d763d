using System.Globalization;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the network and its training.</summary>
internal static class ModelSchema
{
    private const int MostEpochs = 10_000;
    private const int MostBatch = 65_536;

    private static readonly TrainingSettings TrainingDefaults = new();

    /// <summary>A model before any key is set.</summary>
    public static readonly ModelSection Blank = First();

    private static readonly MapSpec<TrainingSettings> TrainingSpec = new(
        "Training", "the training", "How the weights are made. Weights once trained are kept and found again.", TrainingDefaults,
        [
            new Key<TrainingSettings, ulong>(Values.Seed(), t => t.Seed, (t, value) => t with { Seed = value })
            {
                Name = "seed",
                Documentation = "The key of initial weights and of the order of the pictures. What an attack recovers depends on it strongly: compare several.",
                Default = $"{TrainingDefaults.Seed}",
                Example = "2",
            },
            new Key<TrainingSettings, int>(Values.Count(1, MostEpochs), t => t.Epochs, (t, value) => t with { Epochs = value })
            {
                Name = "epochs",
                Documentation = "How often every training picture is used.",
                Default = string.Create(CultureInfo.InvariantCulture, $"{TrainingDefaults.Epochs}"),
                Example = "5",
            },
            new Key<TrainingSettings, int>(Values.Count(1, MostBatch), t => t.BatchSize, (t, value) => t with { BatchSize = value })
            {
                Name = "batch-size",
                Documentation = "Pictures for one step of the optimiser.",
                Default = string.Create(CultureInfo.InvariantCulture, $"{TrainingDefaults.BatchSize}"),
                Example = "128",
            },
            new Key<TrainingSettings, double>(Values.Number(Limits.Positive), t => t.LearningRate, (t, value) => t with { LearningRate = value })
            {
                Name = "learning-rate",
                Documentation = "The learning rate of Adam at the first step; it falls along half a cosine to 0.",
                Default = "0.002",
                Example = "0.001",
            },
        ]);

    private static readonly Key<ModelSection, NetworkSpec> Network = new(new NetworkReferenceSpec(), m => m.Network, (m, value) => m with { Network = value })
    {
        Name = "network",
        Documentation = "The network that is cut in two: a built-in one, or an own one.",
        Example = "lenet5",
    };

    private static readonly Key<ModelSection, DataReference> Data = new(
        new DataReferenceSpec(),
        m => m.Pictures is null ? new DataReference(m.Data, null, PictureFit.None) : new DataReference(null, m.Pictures, m.Data.Fit),
        (m, value) => value.Folder is { } folder
            ? ModelSection.WithPictures(m.Network, folder, value.Fit, m.Training) with { Weights = m.Weights }
            : m with { Data = value.Known!, Pictures = null })
    {
        Name = "data",
        Documentation = "The data set that trains the network and gives the pictures. The synthetic ones need no files; get the others with `fleetsim data fetch NAME`.",
        Example = "synthetic-digits",
    };

    private static readonly Key<ModelSection, TrainingSettings> Training = new(
        TrainingSpec, m => m.Weights is null ? m.Training : null, (m, value) => m with { Training = value })
    {
        Name = "training",
        Documentation = "How the weights are made.",
        Default = "{}",
        Example = "{ seed: 2, epochs: 5 }",
    };

    /// <summary>The section <c>model</c>.</summary>
    public static MapSpec<ModelSection> Spec { get; } = new("Model", "the model", "The network, its data and its weights.", Blank,
    [
        Network,
        Data,
        new Key<ModelSection, FileReference?>(new WeightsSpec(), m => m.Weights, (m, value) => m with { Weights = value })
        {
            Name = "weights",
            Documentation = "`trained`: weights trained as `training` says. A file: your own, as PyTorch's state_dict names them; nothing is trained then.",
            Otherwise = WeightsSpec.Trained,
            Example = WeightsSpec.Trained,
        },
        Training,
    ],
    Check);

    private static ModelSection First() =>
        NetworkCatalog.TryFind(NetworkCatalog.Names[0], out NetworkSpec? network) && DatasetCatalog.TryFind(DatasetCatalog.Names[0], out DatasetInfo? data)
            ? new ModelSection(network, data, TrainingDefaults)
            : throw new InvalidOperationException("The first names of the catalogues are not in them.");

    private static ModelSection? Check(MapValues v, ModelSection model)
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

        if (model.Weights is { } weights && v.Has(Training))
        {
            v.Problem(Training, $"The weights come from {weights.Written}, so that nothing is trained; expected no training.");
        }

        if (model.Weights is null && model.Training.ProblemWith(network) is { } untrainable)
        {
            v.Problem(Training, untrainable);
        }

        return model;
    }
}
