using System.CommandLine;
using System.Text.Json.Nodes;
using Fleet.Host.Commands;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Scenarios;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Commands;

public sealed class ScenarioCommandTests : IDisposable
{
    private readonly TestConsole _out = new();
    private readonly TestConsole _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-").FullName;

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Validate_prints_every_problem_and_their_number_and_exits_with_2()
    {
        Assert.Equal(ExitCode.BadInput, Run("validate", ScenarioFiles.TenMistakes));
        Assert.Equal("", _out.Output);
        string[] lines = _error.Output.TrimEnd().Split('\n');
        Assert.Equal(10, lines.Count(l => l.StartsWith(ScenarioFiles.TenMistakes + ":", StringComparison.Ordinal) && l.Contains("expected", StringComparison.Ordinal)));
        Assert.EndsWith(": 10 problems", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_says_what_a_scenario_is_and_exits_with_0()
    {
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");
        Assert.Equal(ExitCode.Done, Run("validate", file));
        Assert.StartsWith($"{file}: ok: quickstart: 200 devices, about 6,000 requests in 1 min, split ReLU1; ", _out.Output, StringComparison.Ordinal);
        Assert.Matches(@"; (about \d+ (s|min) on this machine.*|less than 1 s on this machine), \d+ MB of memory and 0\.\d MB on disk expected\n$", _out.Output);
    }

    [Fact]
    public void Validate_forecasts_all_runs_of_a_sweep()
    {
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");
        Assert.Equal(ExitCode.Done, Run("validate", "--json", file, "--set", "results.accuracy=none"));
        long one = (long)JsonNode.Parse(_out.Output)![0]!["scenario"]!["diskBytesExpected"]!;
        using var console = new TestConsole();
        string[] sweep = ["--set", "sweep.split=[ReLU1, ReLU2]", "--set", "sweep.replications=5"];
        var root = new RootCommand { ValidateCommand.Create(new Consoles(console, _error, TimeProvider.System), Catalogs.BuiltIn) };
        Assert.Equal(ExitCode.Done, root.Parse(["validate", "--json", file, "--set", "results.accuracy=none", .. sweep]).Invoke());
        JsonNode all = JsonNode.Parse(console.Output)![0]!["scenario"]!;
        Assert.Equal(10 * one, (long)all["diskBytesExpected"]!);
        Assert.True((double)all["secondsExpected"]! > 0);
    }

    [Fact]
    public void Validate_warns_of_what_cannot_keep_up_and_exits_with_0()
    {
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");
        Assert.Equal(ExitCode.Done, Run("validate", file, "--set", "links[0].up=1 Mbit/s"));
        Assert.StartsWith($"{file}: ok: quickstart: ", _out.Output, StringComparison.Ordinal);
        Assert.StartsWith("--set 1:1:13: warning: links[cell].up: Loaded to ", _error.Output, StringComparison.Ordinal);
        Assert.EndsWith(": 1 warning\n", _error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_gives_warnings_in_json_too()
    {
        Assert.Equal(ExitCode.Done, Run("validate", "--json", Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml"), "--set", "links[0].up=1 Mbit/s"));
        JsonNode reading = JsonNode.Parse(_out.Output)![0]!;
        Assert.True((bool)reading["ok"]!);
        Assert.Empty(reading["problems"]!.AsArray());
        Assert.Equal("links[cell].up", (string)Assert.Single(reading["warnings"]!.AsArray())!["path"]!);
    }

    [Fact]
    public void Validate_gives_a_json_list()
    {
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", "mm1-link.yaml");
        Assert.Equal(ExitCode.BadInput, Run("validate", "--json", file, ScenarioFiles.TenMistakes));
        JsonArray files = JsonNode.Parse(_out.Output)!.AsArray();
        Assert.Equal((true, 1, "pool2"), ((bool)files[0]!["ok"]!, (int)files[0]!["scenario"]!["sweepCells"]!, (string)files[0]!["scenario"]!["splits"]![0]!));
        Assert.Equal((false, 10), ((bool)files[1]!["ok"]!, files[1]!["problems"]!.AsArray().Count));
    }

    [Fact]
    public void Validate_checks_settings_too()
    {
        string file = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");
        Assert.Equal(ExitCode.BadInput, Run("validate", file, "--set", "split=ReLU1", "--set", "sed=2"));
        Assert.StartsWith("--set 2:1:1: sed: 'sed' is not a key of a scenario;", _error.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'seed'?", _error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_a_scenario_that_validates_and_replaces_none()
    {
        string file = Path.Combine(_folder, "fleet.yaml");
        Assert.Equal(ExitCode.Done, Run("init", file));
        Assert.Equal(ExitCode.Done, Run("validate", file));
        File.WriteAllText(file, "mine");
        Assert.Equal(ExitCode.BadInput, Run("init", file));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal(ExitCode.Done, Run("init", file, "--force"));
        Assert.NotEqual("mine", File.ReadAllText(file));
    }

    [Fact]
    public void Init_into_a_missing_folder_is_bad_input() =>
        Assert.Equal(ExitCode.BadInput, Run("init", Path.Combine(_folder, "none", "fleet.yaml")));

    [Fact]
    public void Schema_prints_json()
    {
        Assert.Equal(ExitCode.Done, Run("schema"));
        Assert.Equal("FleetSim scenario", (string)JsonNode.Parse(_out.Output)!["title"]!);
    }

    private int Run(params string[] args)
    {
        var consoles = new Consoles(_out, _error, TimeProvider.System);
        var root = new RootCommand { ValidateCommand.Create(consoles, Catalogs.BuiltIn), InitCommand.Create(consoles, Catalogs.BuiltIn), SchemaCommand.Create(consoles, Catalogs.BuiltIn) };
        return root.Parse(args).Invoke();
    }
}
