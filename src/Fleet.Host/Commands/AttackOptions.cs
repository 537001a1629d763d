using System.CommandLine;
using System.Globalization;
using Fleet.Host.Attacks;
using Fleet.Host.Experiments;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;

namespace Fleet.Host.Commands;

/// <summary>The options of <c>attack</c>, and the plan that they ask for.</summary>
/// <param name="catalogs">The attacks and defences that can be named.</param>
internal sealed class AttackOptions(Catalogs catalogs)
{
    private const string All = "all";
    private const string PapersData = "mnist";

    private readonly Option<string> _network = new("--network")
    {
        Description = $"The network: {string.Join(", ", NetworkCatalog.Names)}, or the file of an own one (.yaml).",
        DefaultValueFactory = _ => NetworkCatalog.Names[0],
    };

    private readonly Option<string?> _dataset = DataOption.Set("The data set", $" [default: {DatasetCatalog.Names[0]}; {PapersData} with --reproduce]");

    private readonly PictureOptions _pictures = new();

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "The attacked network's own weights, as PyTorch's state_dict names them (.safetensors); nothing is trained for it then.",
        HelpName = "FILE",
    };

    private readonly Option<string> _splits = new("--splits") { Description = "The last layers on the device, such as ReLU1,ReLU2, or all (but the last of the network).", DefaultValueFactory = _ => All };
    private readonly Option<string> _attacks = Attacks(catalogs);

    private readonly Option<string> _defenses = new("--defenses") { Description = "The defences, such as none,dropout:0.3; + joins several into one: clip:5+gaussian:0.5.", DefaultValueFactory = _ => "none" };
    private readonly Option<string> _attackers = new("--attackers")
    {
        Description = "adaptive (knows the defence), naive (ignores it) or both.",
        DefaultValueFactory = _ => "adaptive",
    };

    private readonly Option<string> _images = new("--images") { Description = "How many test pictures are attacked, from the first on, or which: 16 or 200-215, counted from 0.", DefaultValueFactory = _ => "100" };
    private readonly Option<int> _transmissions = new("--transmissions")
    {
        Description = "How often each picture is sent, with new noise each time; an adaptive attacker uses them together.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _trainingSeeds = new("--training-seeds") { Description = "Seeds of the attacked network, such as 1-5. [default: 1; 1-5 with --reproduce]" };
    private readonly Option<string?> _attackerSeeds = new("--attacker-seeds") { Description = "Seeds of what the attacker trains. [default: 1; 1-2 with --reproduce]" };
    private readonly Option<int> _epochs = new("--epochs") { Description = "How often the attacked network sees every training picture.", DefaultValueFactory = _ => new TrainingSettings().Epochs };
    private readonly DeviceOption _device = new();
    private readonly Option<string?> _dataFolder = DataOption.Folder();

    /// <summary>The table or figure to reproduce.</summary>
    public Option<string?> Reproduce { get; } = new("--reproduce")
    {
        Description = $"Reproduce a table or figure of the papers instead: {string.Join(", ", ReproductionCatalog.Names)}. Of the options above it takes --data, --images, --epochs and the seeds.",
    };

    /// <summary>The document that keeps the reproduction.</summary>
    public Option<string?> Markdown { get; } = new("--markdown") { Description = "With --reproduce: write the result into its section of this Markdown file too." };

    /// <summary>The result folder.</summary>
    public Option<string?> Out { get; } = new("--out") { Description = "Where to write; an interrupted experiment there goes on. [default: runs/attack-NETWORK-DATA/NNN]" };

    /// <summary>Whether to write into a folder of something else.</summary>
    public Option<bool> Force { get; } = new("--force") { Description = "Write into the folder of --out even if it holds something else." };

    /// <summary>Whether to show only problems.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show nothing but problems." };

    /// <summary>Whether to print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the rows as JSON." };

    /// <summary>Adds them all to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _network, _dataset, .. _pictures.All, _weights, _splits, _attacks, _defenses, _attackers, _images, _transmissions, _trainingSeeds, _attackerSeeds, _epochs,
            Reproduce, Markdown, _dataFolder, _device.Option, Out, Force, Quiet, Json,
        ];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether progress is not to be shown.</summary>
    public bool IsSilent(ParseResult parsed) => parsed.GetValue(Quiet) || parsed.GetValue(Json);

    /// <summary>The plan.</summary>
    /// <exception cref="UsageException">An option asks for something that does not exist.</exception>
    /// <exception cref="ScenarioException">The network or the data set has problems.</exception>
    /// <exception cref="WeightsException">The file of the weights cannot be used.</exception>
    /// <exception cref="DatasetException">A user's own pictures are not there, or not what the network takes.</exception>
    public AttackPlan Plan(ParseResult parsed)
    {
        ComputeDevice compute = _device.Open(parsed);
        bool reproduces = parsed.GetValue(Reproduce) is not null;
        ModelSection model = reproduces ? ReproducedModel(parsed) : Model(parsed);
        DatasetInfo data = Loader(parsed).Describe(model.Data);
        AttackPlan plan = TrainedPlan(parsed, model, data, reproduces, Images(parsed.GetValue(_images)!, data)) with { Compute = compute };
        FileReference? own = parsed.GetValue(_weights) is { } text ? NetworkOption.Weights(_weights.Name, text) : null;
        return own is null ? plan : WithWeights(parsed, plan, own);
    }

    /// <summary>The folder with data sets; null for none.</summary>
    public string? DataFolder(ParseResult parsed) => DataOption.ExistingFolder(parsed, _dataFolder);

    /// <summary>What a reader of the results should know about the files of a data set; null for those as published.</summary>
    public string? Remark(ParseResult parsed, DatasetInfo data) => Loader(parsed).Locate(data)?.Remark;

    private AttackPlan TrainedPlan(ParseResult parsed, ModelSection model, DatasetInfo data, bool reproduces, (int First, int Count) images) => new()
    {
        Network = model.Network,
        Data = data,
        Epochs = model.Training.Epochs,
        TrainingSeeds = ListOption.Seeds(_trainingSeeds.Name, parsed.GetValue(_trainingSeeds) ?? (reproduces ? "1-5" : "1")),
        AttackerSeeds = ListOption.Seeds(_attackerSeeds.Name, parsed.GetValue(_attackerSeeds) ?? (reproduces ? "1-2" : "1")),
        Splits = Splits(model.Network, parsed.GetValue(_splits)!),
        Cases = AttackList.Parse(parsed.GetValue(_attacks)!, catalogs.Attacks),
        Strongest = ListOption.Names(parsed.GetValue(_attacks)!, StrongestAttack.Name),
        Defenses = [.. ListOption.Split(parsed.GetValue(_defenses)!).Select(Defense).Distinct()],
        Adaptive = Attackers(parsed.GetValue(_attackers)!),
        FirstImage = images.First,
        Images = images.Count,
        Transmissions = AtLeastOne(_transmissions, parsed),
    };

    /// <summary>The same plan for weights that are there already.</summary>
    private AttackPlan WithWeights(ParseResult parsed, AttackPlan plan, FileReference file)
    {
        Option? training = ((Option[])[_trainingSeeds, _epochs]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        return training is null
            ? OwnWeights.Into(plan, file)
            : throw new UsageException($"{training.Name} says how to train, but the weights come from {file.Written}; leave one of them out.");
    }

    private DatasetLoader Loader(ParseResult parsed) => new(ModelStore.LocationsOfProcess(DataFolder(parsed)));

    private ModelSection Model(ParseResult parsed)
    {
        ModelSection model = NetworkOption.Model(
            (_network.Name, parsed.GetValue(_network)!), (_dataset.Name, parsed.GetValue(_dataset) ?? DatasetCatalog.Names[0]), _pictures.Fit(parsed), Training(parsed));
        return AttackedPictures.Problem(model.Network) is { } problem ? throw new UsageException(problem) : model;
    }

    /// <summary>The network is that of the table or figure; here stands any.</summary>
    private ModelSection ReproducedModel(ParseResult parsed)
    {
        foreach (Option decided in (Option[])[_network, .. _pictures.All, _weights, _splits, _attacks, _defenses, _attackers, _transmissions])
        {
            if (parsed.GetResult(decided) is { Implicit: false })
            {
                throw new UsageException($"{decided.Name} is decided by {Reproduce.Name}; leave one of them out.");
            }
        }

        return new ModelSection(NetworkOption.Network(NetworkCatalog.Names[0]), NetworkOption.Dataset(parsed.GetValue(_dataset) ?? PapersData), Training(parsed));
    }

    private TrainingSettings Training(ParseResult parsed) => new() { Epochs = AtLeastOne(_epochs, parsed) };

    private static string[] Splits(NetworkSpec network, string text)
    {
        string[] valid = [.. network.Layers.SkipLast(1).Select(layer => layer.Name)];
        return text == All ? valid : [.. ListOption.Split(text).Select(name =>
            valid.Contains(name) ? name : throw ListOption.Unknown("split point", name, [.. valid, All])).Distinct()];
    }

    private static Option<string> Attacks(Catalogs catalogs) => new("--attacks")
    {
        Description = $"The attacks: NAME, NAME:CASE, NAME:*, all (each attack's default case), * (every case) or best (those with the device's layers, and the strongest of them for each picture), and settings as in a scenario: \"rmle{{iterations: 2000, tv-weight: 0.01}}\". Names: {string.Join(", ", catalogs.Attacks.Names)}.",
        DefaultValueFactory = _ => All,
    };

    private DefenseChain Defense(string text) =>
        catalogs.Defenses.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new UsageException($"--defenses '{text}': {problem}");

    private static IReadOnlyList<bool> Attackers(string text) => text switch
    {
        "adaptive" => [true],
        "naive" => [false],
        "both" => [false, true],
        _ => throw ListOption.Unknown("kind of attacker", text, ["adaptive", "naive", "both"]),
    };

    private (int First, int Count) Images(string text, DatasetInfo data)
    {
        int[] ends = [.. text.Split('-').Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        (int first, int last) = ends.Length == 1 ? (0, ends[0] - 1) : (ends[0], ends[1]);
        return ends.Length > 2 || first < 0 || last < first
            ? throw new UsageException($"{_images.Name} is {text}; expected a whole number of at least 1, or the first and the last picture such as 200-215.")
            : last >= data.TestCount
            ? throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{_images.Name} is {text}; {data.Name} has {data.TestCount:N0} test pictures."))
            : (first, last - first + 1);
    }

    private static int AtLeastOne(Option<int> option, ParseResult parsed) => parsed.GetValue(option) is >= 1 and int value
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {parsed.GetValue(option)}; expected a whole number of at least 1."));
}
