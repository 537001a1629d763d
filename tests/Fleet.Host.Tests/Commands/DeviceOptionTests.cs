using System.CommandLine;
using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Tensors;
using Spectre.Console.Testing;
using TorchSharp;

namespace Fleet.Host.Tests.Commands;

public sealed class DeviceOptionTests : IDisposable
{
    private static readonly string Quickstart = Path.Combine(ScenarioFiles.Root, "scenarios", "quickstart.yaml");

    private readonly TestConsole _out = new();
    private readonly TestConsole _error = new();
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Commands => ["run", "sweep", "attack", "train"];

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_device_that_this_build_lacks_stops_a_command_before_it_writes(string command)
    {
        string[] problems = Refused(command, "cuda");
        Assert.StartsWith("fleetsim: --device: This build computes on the processor only. Build it with -p:FleetTorch=cuda", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_misspelt_device_stops_a_command_before_it_writes(string command)
    {
        string[] problems = Refused(command, "gpu");
        Assert.Equal("fleetsim: --device: There is no device 'gpu'. Known: cpu, cuda, cuda:N. Did you mean 'cuda'?", Assert.Single(problems));
    }

    [Fact]
    public void Experiments_on_the_processor_and_on_a_device_are_two()
    {
        AttackPlan here = SampleAttack.Plan;
        AttackPlan there = here with { Compute = new ComputeDevice("cuda:0", DeviceType.CUDA, 0) };

        Assert.Contains("\"device\": \"cpu\"", here.Canonical, StringComparison.Ordinal);
        Assert.Contains("\"device\": \"cuda:0\"", there.Canonical, StringComparison.Ordinal);
        Assert.NotEqual(here.Hash, there.Hash);
    }

    private string[] Refused(string command, string device)
    {
        string result = _folder.PathOf("out");
        string[] subject = command switch
        {
            "run" => [Quickstart],
            "sweep" => [Quickstart, "--grid", "split=ReLU1,ReLU2"],
            _ => [],
        };
        Assert.Equal(ExitCode.BadInput, Run([command, .. subject, "--out", result, "--device", device]));
        Assert.False(Path.Exists(result));
        Assert.Equal("", _out.Output);
        return _error.Output.TrimEnd().Split('\n');
    }

    private int Run(params string[] args)
    {
        _error.Profile.Width = 1_000;
        var consoles = new Consoles(_out, _error, TimeProvider.System);
        var root = new RootCommand
        {
            RunCommand.Create(consoles, Catalogs.BuiltIn), SweepCommand.Create(consoles, Catalogs.BuiltIn), AttackCommand.Create(consoles, Catalogs.BuiltIn), TrainCommand.Create(consoles),
        };
        return root.Parse(args).Invoke();
    }
}
