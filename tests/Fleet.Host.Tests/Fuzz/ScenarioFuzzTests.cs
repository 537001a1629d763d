using Fleet.Host.Forecasts;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit.Abstractions;

namespace Fleet.Host.Tests.Fuzz;

/// <summary>No file makes the reader throw, think for more than a second or say more than a megabyte.</summary>
public sealed class ScenarioFuzzTests : IDisposable
{
    private readonly ITestOutputHelper _output;

    // One for all cases: to make one looks at the whole environment.
    private readonly StringWriter _printed = new();
    private readonly TestConsole _console = new();

    public ScenarioFuzzTests(ITestOutputHelper output)
    {
        _output = output;
        int width = _console.Profile.Width;
        _console.Profile.Out = new AnsiConsoleOutput(_printed);
        _console.Profile.Width = width;
    }

    public void Dispose()
    {
        _console.Dispose();
        _printed.Dispose();
    }

    [Fact]
    public void No_mutated_scenario_makes_the_reader_throw_or_babble()
    {
        var mutator = new TextMutator(FuzzCorpus.Scenarios);
        new FuzzRun(mutator.Make, Validate).Execute(_output, LongRun.Cases(2_000, 2_000_000));
    }

    [Fact]
    public void No_mutated_network_makes_the_reader_throw_or_babble()
    {
        var mutator = new TextMutator(FuzzCorpus.Networks);
        Scenario whole = ScenarioReader.ReadText(ScenarioFiles.Valid, "test.yaml").Scenario!;
        new FuzzRun(mutator.Make, text => ReadNetwork(text, whole)).Execute(_output, LongRun.Cases(2_000, 1_000_000));
    }

    /// <summary>All that <c>validate</c> does with a file.</summary>
    private long Validate(string text)
    {
        ScenarioReading reading = ScenarioReader.ReadText(text, FuzzCorpus.ScenarioFile);
        if (reading.Scenario is { } scenario)
        {
            Compile(scenario);
            _ = reading.Sweep is { } sweep ? RunForecast.OfAll(sweep.Runs) : null;
        }

        return Printed(reading.Problems) + Printed(reading.Warnings);
    }

    private static void Compile(Scenario scenario)
    {
        _ = RunForecast.Of(scenario);
        string canonical = CanonicalScenario.ToJson(scenario);
        ScenarioReading again = ScenarioReader.ReadText(canonical, "scenario.json");
        Assert.True(again.Problems.Count == 0, $"The resolved scenario does not read back: {(again.Problems.Count > 0 ? again.Problems[0].Message : "")}");
        Assert.True(canonical == CanonicalScenario.ToJson(again.Scenario!), "The resolved scenario is another one when it is read back.");
    }

    private long ReadNetwork(string text, Scenario whole)
    {
        var problems = new DiagnosticBag();
        NetworkSpec? network = NetworkReferenceSpec.ReadText(
            new SourceText("network.yaml", text, 0) { IsFile = true }, new ReadContext(new ScenarioNames(), problems));
        if (problems.Count == 0 && network is not null)
        {
            string split = network.Layers[text.Length % network.Layers.Count].Name;
            string scenario = CanonicalScenario.ToJson(whole with
            {
                Model = ModelSection.WithPictures(network, new FileReference("pictures", Path.GetFullPath("pictures")), PictureFit.None, whole.Model.Training),
                Devices = [.. whole.Devices.Select(device => device with { Split = split })],
            });
            ScenarioReading reading = ScenarioReader.ReadText(scenario, "scenario.json");
            Diagnostic? problem = reading.Problems.FirstOrDefault(problem => !IsOfAdversary(problem));
            Assert.True(problem is null, $"The network's own resolved form does not read: {problem?.Message}");
            if (reading.Scenario is { } right)
            {
                Compile(right);
            }
        }

        return Printed(problems.Sorted());
    }

    /// <summary>What the scenario around the network cannot do with all networks: attack the largest and the smallest.</summary>
    private static bool IsOfAdversary(Diagnostic problem) =>
        problem.Message.Contains("operations; expected", StringComparison.Ordinal) || problem.Message.Contains("(SSIM) needs at least 11x11", StringComparison.Ordinal);

    private long Printed(DiagnosticList problems)
    {
        _printed.GetStringBuilder().Clear();
        DiagnosticPrinter.Print(problems, _console);
        return _printed.GetStringBuilder().Length;
    }
}
