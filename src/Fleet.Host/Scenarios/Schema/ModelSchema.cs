using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of the network and its training.</summary>
internal static class ModelSchema
{
    private const int MostEpochs = 10_000;

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
        Default = $"{TrainingDefaults.Epochs}",
        Example = "5",
    };

    private static readonly MapSpec<TrainingSettings> TrainingSpec = new(
        new MapDeclaration("Training", "the training", "How the weights are made. Weights once trained are kept and found again.", [TrainingSeed, Epochs]),
        v => TrainingDefaults with { Seed = v.Get(TrainingSeed), Epochs = v.Get(Epochs) });

    private static readonly Key<NetworkSpec> Network = new(
        new ChoiceSpec<NetworkSpec>("a network", [.. NetworkCatalog.Names.Select(name => (name, NetworkCatalog.TryFind(name, out NetworkSpec? n) ? n : throw new InvalidOperationException(name)))]))
    {
        Name = "network",
        Documentation = "The network that is cut in two.",
        Example = "lenet5",
    };

    private static readonly Key<DatasetInfo> Data = new(
        new ChoiceSpec<DatasetInfo>("a data set", [.. DatasetCatalog.Names.Select(name => (name, DatasetCatalog.TryFind(name, out DatasetInfo? d) ? d : throw new InvalidOperationException(name)))]))
    {
        Name = "data",
        Documentation = "The data set that trains the network and gives the pictures. `synthetic-digits` needs no files; get `mnist` with `fleetsim data fetch mnist`.",
        Example = "synthetic-digits",
    };

    private static readonly Key<string> Weights = new(new ChoiceSpec<string>("a source of weights", [("trained", "trained")]))
    {
        Name = "weights",
        Documentation = "`trained`: weights trained as `training` says.",
        Default = "trained",
        Example = "trained",
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
        v =>
        {
            NetworkSpec? network = v.Get(Network);
            DatasetInfo? data = v.Get(Data);
            if (network is not null && data is not null && (network.Input != data.Shape || network.Classes != data.Classes))
            {
                v.Problem(Data, $"'{data.Name}' has pictures of {data.Shape} in {data.Classes} classes; {network.Name} takes {network.Input} in {network.Classes}.");
            }

            return new ModelSection(network!, data!, v.Get(Training)!);
        });
}
