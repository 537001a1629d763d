using System.CommandLine;
using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Commands;

/// <summary>The options of the command <c>train</c>.</summary>
internal sealed class TrainOptions
{
    private static readonly TrainingSettings Defaults = new();

    /// <summary>The network.</summary>
    public Option<string> Network { get; } = new("--network")
    {
        Description = "A built-in network, or the file of an own one (.yaml).",
        DefaultValueFactory = _ => NetworkCatalog.Names[0],
    };

    /// <summary>The data set.</summary>
    public Option<string?> Data { get; } = DataOption.Set("The data set", $" [default: {DatasetCatalog.Names[0]}]");

    /// <summary>How own pictures come to the network's size.</summary>
    public PictureOptions Pictures { get; } = new();

    /// <summary>The training seed.</summary>
    public Option<ulong> Seed { get; } = new("--seed") { Description = "The training seed.", DefaultValueFactory = _ => Defaults.Seed };

    /// <summary>How often every picture is used.</summary>
    public Option<int> Epochs { get; } = new("--epochs") { Description = "How often every picture is used.", DefaultValueFactory = _ => Defaults.Epochs };

    /// <summary>Pictures for one step.</summary>
    public Option<int> BatchSize { get; } = new("--batch-size") { Description = "Pictures for one step.", DefaultValueFactory = _ => Defaults.BatchSize };

    /// <summary>The first learning rate.</summary>
    public Option<double> LearningRate { get; } = new("--learning-rate")
    {
        Description = "The learning rate of the first step.",
        DefaultValueFactory = _ => Defaults.LearningRate,
    };

    /// <summary>Where data sets are.</summary>
    public Option<string?> DataFolder { get; } = DataOption.Folder();

    /// <summary>Where to export the weights.</summary>
    public Option<string?> Out { get; } = new("--out") { Description = "Write the weights to this file too (.safetensors).", HelpName = "FILE" };

    /// <summary>Where to train.</summary>
    public DeviceOption Device { get; } = new();

    /// <summary>Whether to show only problems.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show nothing but problems." };

    /// <summary>Whether to print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    /// <summary>Adds them all to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Network, Data, .. Pictures.All, Seed, Epochs, BatchSize, LearningRate, DataFolder, Device.Option, Out, Quiet, Json])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What to train, and how.</summary>
    /// <exception cref="ScenarioException">The network or the data set is none.</exception>
    /// <exception cref="UsageException">A number is out of its range.</exception>
    public ModelSection Model(ParseResult parsed) => NetworkOption.Model(
        (Network.Name, parsed.GetValue(Network)!),
        (Data.Name, parsed.GetValue(Data) ?? DatasetCatalog.Names[0]),
        Pictures.Fit(parsed),
        Training(parsed));

    private TrainingSettings Training(ParseResult parsed)
    {
        double rate = parsed.GetValue(LearningRate);
        return new TrainingSettings(
            parsed.GetValue(Seed),
            Positive(Epochs, parsed),
            Positive(BatchSize, parsed),
            rate > 0 && double.IsFinite(rate) ? rate : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{LearningRate.Name} is {rate}; expected a number of more than 0.")));
    }

    private static int Positive(Option<int> option, ParseResult parsed) => parsed.GetValue(option) is var value and >= 1
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {parsed.GetValue(option)}; expected a whole number of at least 1."));
}
