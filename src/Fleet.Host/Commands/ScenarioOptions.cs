using System.CommandLine;
using System.Globalization;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Attacks;
using Fleet.Host.Forecasts;
using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Models.Tensors;

namespace Fleet.Host.Commands;

/// <summary>The arguments and options of the commands that run a scenario.</summary>
/// <param name="catalogs">The rules that scenarios can name.</param>
internal sealed class ScenarioOptions(Catalogs catalogs)
{
    /// <summary>The scenario file.</summary>
    public Argument<string> File { get; } = new("scenario") { Description = "The scenario file (YAML)." };

    /// <summary>The result folder.</summary>
    public Option<string?> Out { get; } = new("--out") { Description = "Where to write. [default: runs/NAME/NNN, the next free number]" };

    /// <summary>The seed.</summary>
    public Option<ulong?> Seed { get; } = new("--seed") { Description = "The seed, instead of the scenario's." };

    /// <summary>Values to change.</summary>
    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Change a value: PATH=VALUE, such as devices[camera].split=ReLU2. Repeatable.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The data set.</summary>
    public Option<string?> Data { get; } = DataOption.Set("The data set, instead of the scenario's");

    /// <summary>Where data sets are.</summary>
    public Option<string?> DataFolder { get; } = DataOption.Folder();

    /// <summary>Whether to show only problems.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show nothing but problems." };

    /// <summary>Whether to print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the summary as JSON." };

    /// <summary>Whether to replace earlier results.</summary>
    public Option<bool> Force { get; } = new("--force") { Description = "Replace an earlier run in the folder of --out." };

    /// <summary>The most threads.</summary>
    public Option<int?> Threads { get; } = new("--threads")
    {
        Description = "The most threads to simulate on; a fleet that would not profit runs on fewer. Results do not depend on it. [default: all cores]",
    };

    /// <summary>The number of regions.</summary>
    public Option<int?> Regions { get; } = new("--regions")
    {
        Description = "Cut the fleet into this many regions, a thread each, whether it profits or not. [default: chosen by --threads]",
    };

    /// <summary>Whether to start a run that is expected not to fit.</summary>
    public Option<bool> IgnoreForecast { get; } = new("--ignore-forecast")
    {
        Description = "Start even if the run is expected to need more memory or disk than there is.",
    };

    /// <summary>Where tensors are computed.</summary>
    public DeviceOption Device { get; } = new();

    /// <summary>Adds them all to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(File);
        foreach (Option option in (Option[])[Out, Seed, Set, Data, DataFolder, Threads, Regions, Device.Option, Quiet, Json, Force, IgnoreForecast])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether progress is not to be shown.</summary>
    public bool IsSilent(ParseResult parsed) => parsed.GetValue(Quiet) || parsed.GetValue(Json);

    /// <summary>Says what some runs will need and how long they will take, and refuses them if they cannot fit.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="runs">The scenarios, one after another, and how often each runs.</param>
    /// <param name="runsFolder">Where the results go by default.</param>
    /// <param name="consoles">Where it is said.</param>
    /// <param name="compute">Where tensors are computed.</param>
    /// <param name="speed">The machine; nothing is tried where nothing is said.</param>
    /// <param name="keepCheckpoints">Whether the runs keep checkpoints.</param>
    /// <exception cref="UsageException">It needs more memory or disk than there is.</exception>
    public void Forecast(
        ParseResult parsed, IReadOnlyList<(Scenario Scenario, int Times)> runs, string runsFolder, Consoles consoles, ComputeDevice compute, MachineSpeed speed, bool keepCheckpoints = false)
    {
        RunForecast forecast = RunForecast.OfAll(runs, keepCheckpoints);
        RunLimits limits = RunLimits.Of(parsed.GetValue(Out) ?? runsFolder);
        if (!parsed.GetValue(IgnoreForecast))
        {
            limits.ThrowIfTooLarge(forecast, IgnoreForecast.Name);
        }

        if (!IsSilent(parsed))
        {
            TextWriter error = consoles.Error.Profile.Out.Writer;
            string time = ScenarioTimes.Of(runs, speed, ModelStore.WeightsOfProcess(compute, error.WriteLine), Simulation(parsed)).Describe();
            error.WriteLine(limits.Describe(forecast) + (time.Length > 0 ? $", {time}" : ""));
        }
    }

    /// <summary>How to simulate.</summary>
    /// <exception cref="UsageException">A number is out of its range.</exception>
    public SimulationOptions Simulation(ParseResult parsed) => new()
    {
        Threads = AtLeastOne(Threads, parsed),
        Regions = AtLeastOne(Regions, parsed),
    };

    /// <summary>Reads the scenario with all changes that the command line asks for.</summary>
    /// <exception cref="ScenarioException">It has problems.</exception>
    public ScenarioReading Read(ParseResult parsed, IEnumerable<ScenarioOverride>? more = null) =>
        WithoutProblems(ScenarioReader.ReadFile(parsed.GetValue(File)!, Overrides(parsed, more ?? []), catalogs));

    /// <summary>Reads the scenario if one is given, else a text in its place, with all changes that the command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="text">The text.</param>
    /// <param name="file">How problems name it.</param>
    /// <exception cref="ScenarioException">It has problems.</exception>
    public ScenarioReading ReadOr(ParseResult parsed, string text, string file) => parsed.GetValue(File) is null
        ? WithoutProblems(ScenarioReader.ReadText(text, file, Overrides(parsed, []), catalogs))
        : Read(parsed);

    private List<ScenarioOverride> Overrides(ParseResult parsed, IEnumerable<ScenarioOverride> more)
    {
        // Before anything long begins or is written.
        _ = DataOption.ExistingFolder(parsed, DataFolder);
        var overrides = new List<ScenarioOverride>(ScenarioOverride.FromSet(parsed.GetValue(Set) ?? []));
        if (parsed.GetValue(Seed) is { } seed)
        {
            overrides.Add(new ScenarioOverride("--seed", $"seed={seed}"));
        }

        if (parsed.GetValue(Data) is { } data)
        {
            overrides.Add(new ScenarioOverride(Data.Name, $"model.data={DataOption.InYaml(data)}"));
        }

        overrides.AddRange(more);
        return overrides;
    }

    private static ScenarioReading WithoutProblems(ScenarioReading reading) =>
        reading.Problems.Count == 0 ? reading : throw new ScenarioException(reading.Problems);

    private static int AtLeastOne(Option<int?> option, ParseResult parsed) => parsed.GetValue(option) switch
    {
        null => 0, // the engine chooses
        < 1 and int value => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}; expected a whole number of at least 1.")),
        int value => value,
    };
}

/// <summary>A scenario has problems.</summary>
internal sealed class ScenarioException(DiagnosticList problems) : Exception
{
    /// <summary>The first ones, and the number of all.</summary>
    public DiagnosticList Problems { get; } = problems;
}
