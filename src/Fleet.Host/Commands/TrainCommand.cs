using System.CommandLine;
using System.Text.Json;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>The command <c>train</c>: weights into the cache, accuracy and the table of layers on the screen.</summary>
internal static class TrainCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles)
    {
        var network = new Option<string>("--network") { Description = "The network.", DefaultValueFactory = _ => NetworkCatalog.Names[0] };
        var dataset = new Option<string>("--dataset") { Description = "The data set.", DefaultValueFactory = _ => DatasetCatalog.Names[0] };
        var seed = new Option<ulong>("--seed") { Description = "The training seed.", DefaultValueFactory = _ => new TrainingSettings().Seed };
        var epochs = new Option<int>("--epochs") { Description = "How often every picture is used.", DefaultValueFactory = _ => new TrainingSettings().Epochs };
        var data = new Option<string?>("--data") { Description = "A folder with data sets, looked into before FLEETSIM_DATA and the cache." };
        var quiet = new Option<bool>("--quiet") { Description = "Show nothing but problems." };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("train", "Train a network, or find it in the cache, and show its accuracy and layers.")
        {
            network, dataset, seed, epochs, data, quiet, json,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Guard.Run(consoles, () =>
        {
            var model = new ModelSection(
                FindNetwork(parsed.GetValue(network)!),
                FindDataset(parsed.GetValue(dataset)!),
                new TrainingSettings(parsed.GetValue(seed), Positive(parsed.GetValue(epochs))));
            bool silent = parsed.GetValue(quiet) || parsed.GetValue(json);
            var progress = ProgressReporter.For(consoles.Error, consoles.Clock, silent);
            using var networks = NetworkProvider.OfProcess(parsed.GetValue(data));
            PreparedNetwork prepared = networks.Prepare(model, progress, cancellation);
            string last = model.Network.Layers[^1].Name;
            AccuracyResult accuracy = AccuracyEvaluator.Evaluate(
                prepared.Network, prepared.Data.Test, last, DefenseChain.None, model.Training.Seed, cancellation);
            if (parsed.GetValue(json))
            {
                consoles.Out.Profile.Out.Writer.WriteLine(ToJson(model, prepared, accuracy));
            }
            else if (!parsed.GetValue(quiet))
            {
                Show(consoles.Out, model, prepared, accuracy);
            }

            return ExitCode.Done;
        }), CancellationToken.None));
        return command;
    }

    private static NetworkSpec FindNetwork(string name) => NetworkCatalog.TryFind(name, out NetworkSpec? spec)
        ? spec
        : throw new UsageException(Unknown("network", name, NetworkCatalog.Names));

    private static DatasetInfo FindDataset(string name) => DatasetCatalog.TryFind(name, out DatasetInfo? info)
        ? info
        : throw new UsageException(Unknown("data set", name, DatasetCatalog.Names));

    private static int Positive(int epochs) =>
        epochs >= 1 ? epochs : throw new UsageException($"--epochs is {epochs}; expected a whole number of at least 1.");

    private static string Unknown(string kind, string name, IReadOnlyList<string> names) =>
        $"There is no {kind} '{name}'. Known: {string.Join(", ", names)}."
        + (NearestName.Find(name, names) is { } nearest ? $" Did you mean '{nearest}'?" : "");

    private static void Show(IAnsiConsole console, ModelSection model, PreparedNetwork prepared, AccuracyResult accuracy)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("layer");
        table.AddColumn("kind");
        table.AddColumn("output");
        foreach (string title in (string[])["parameters", "FLOPs", "bytes if cut here"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (LayerProfile layer in model.Network.Profile())
        {
            table.AddRow(
                layer.Name, layer.Kind, layer.Output.ToString(),
                $"{layer.Parameters:N0}", $"{layer.Flops:N0}", $"{layer.ActivationBytes:N0}");
        }

        console.Write(table);
        console.Profile.Out.Writer.WriteLine(
            $"{model.Network.Name} on {model.Data.Name}, training seed {model.Training.Seed}: test accuracy "
            + $"{accuracy.Value * 100:0.00} % (95 % interval {accuracy.Ci95.Low * 100:0.00} to {accuracy.Ci95.High * 100:0.00} %, {accuracy.Samples:N0} pictures)");
        console.Profile.Out.Writer.WriteLine($"Weights {prepared.Network.WeightsHash[..16]}");
    }

    private static string ToJson(ModelSection model, PreparedNetwork prepared, AccuracyResult accuracy) => JsonSerializer.Serialize(
        new
        {
            network = model.Network.Name,
            data = model.Data.Name,
            trainingSeed = model.Training.Seed,
            epochs = model.Training.Epochs,
            accuracy = new { value = accuracy.Value, ci95 = (double[])[accuracy.Ci95.Low, accuracy.Ci95.High], samples = accuracy.Samples },
            weightsHash = prepared.Network.WeightsHash,
            layers = model.Network.Profile().Select(layer => new
            {
                name = layer.Name,
                kind = layer.Kind,
                output = layer.Output.ToString(),
                parameters = layer.Parameters,
                flops = layer.Flops,
                activationBytes = layer.ActivationBytes,
            }),
        },
        JsonOptions);

    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true };
}
