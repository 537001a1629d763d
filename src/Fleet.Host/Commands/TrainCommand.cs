using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Host.Attacks;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>The command <c>train</c>: weights into the cache, accuracy and the table of layers on the screen.</summary>
internal static class TrainCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create(Consoles consoles)
    {
        var options = new TrainOptions();
        var command = new Command("train", "Train a network, or find it in the cache, and show its accuracy and layers.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Guard.Run(consoles, () => Run(options, parsed, consoles, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(TrainOptions options, ParseResult parsed, Consoles consoles, CancellationToken cancellation)
    {
        ComputeDevice compute = options.Device.Open(parsed);
        ModelSection model = options.Model(parsed);
        string? export = parsed.GetValue(options.Out);
        OutputProbe.File(export);
        bool silent = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
        var progress = ProgressReporter.For(consoles.Error, consoles.Clock, silent);
        using var networks = ModelStore.OfProcess(DataOption.ExistingFolder(parsed, options.DataFolder), compute, consoles.Error.Profile.Out.Writer);
        PreparedNetwork prepared = networks.Prepare(model, progress, cancellation);
        string last = model.Network.Layers[^1].Name;
        AccuracyResult accuracy = AccuracyEvaluator.Evaluate(
            prepared.Network, prepared.Data.Test, last, DefenseChain.None, model.Training.Seed, cancellation);
        var shown = new ShownResults();
        if (parsed.GetValue(options.Json))
        {
            shown.Show(() => consoles.Out.Profile.Out.Writer.WriteLine(ToJson(model, prepared, accuracy)));
        }
        else if (!parsed.GetValue(options.Quiet))
        {
            shown.Show(() => Show(consoles.Out, model, prepared, accuracy));
        }

        if (export is not null)
        {
            Export(model, prepared, export);
            if (!silent)
            {
                shown.Show(() => consoles.Out.Profile.Out.Writer.WriteLine($"Written to {export}"));
            }
        }

        shown.ThrowIfLost(export);

        return ExitCode.Done;
    }

    private static void Export(ModelSection model, PreparedNetwork prepared, string path)
    {
        try
        {
            WeightsFile.Save(prepared.Network, path, [
                new("network", model.Network.Name),
                new("data", $"{model.Data.Name} {prepared.Data.Train.ContentHash}"),
                new("training", model.Training.Canonical),
            ]);
        }
        catch (WeightsException problem)
        {
            throw new UnwrittenException(problem.Message, problem);
        }
    }

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
                string.Create(CultureInfo.InvariantCulture, $"{layer.Parameters:N0}"), string.Create(CultureInfo.InvariantCulture, $"{layer.Flops:N0}"), string.Create(CultureInfo.InvariantCulture, $"{layer.ActivationBytes:N0}"));
        }

        console.Write(table);
        console.Profile.Out.Writer.WriteLine(
            $"{model.Network.Name} on {model.Data.Name}, training seed {model.Training.Seed}: test accuracy "
            + string.Create(CultureInfo.InvariantCulture, $"{accuracy.Value * 100:0.00} % (95 % interval {accuracy.Ci95.Low * 100:0.00} to {accuracy.Ci95.High * 100:0.00} %, {accuracy.Samples:N0} pictures)"));
        console.Profile.Out.Writer.WriteLine($"Weights {prepared.Network.WeightsHash[..16]}, on {prepared.Network.Compute}");
    }

    private static string ToJson(ModelSection model, PreparedNetwork prepared, AccuracyResult accuracy) => JsonSerializer.Serialize(
        new
        {
            network = model.Network.Name,
            data = model.Data.Name,
            dataHash = prepared.Data.Train.ContentHash,
            classNames = prepared.Data.Train.ClassNames,
            trainingSeed = model.Training.Seed,
            epochs = model.Training.Epochs,
            accuracy = new { value = accuracy.Value, ci95 = (double[])[accuracy.Ci95.Low, accuracy.Ci95.High], samples = accuracy.Samples },
            weightsHash = prepared.Network.WeightsHash,
            device = prepared.Network.Compute.Name,
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
