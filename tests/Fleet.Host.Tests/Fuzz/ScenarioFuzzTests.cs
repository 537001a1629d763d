using Fleet.Host.Runs;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Spectre.Console.Testing;
using Xunit.Abstractions;

namespace Fleet.Host.Tests.Fuzz;

/// <summary>No file makes the reader throw, think for more than a second or say more than a megabyte.</summary>
public sealed class ScenarioFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void No_mutated_scenario_makes_the_reader_throw_or_babble()
    {
        var mutator = new TextMutator(FuzzCorpus.Scenarios);
        new FuzzRun(mutator.Make, Validate).Execute(output, LongRun.Cases(2_000, 2_000_000));
    }

    [Fact]
    public void No_mutated_network_makes_the_reader_throw_or_babble()
    {
        var mutator = new TextMutator(FuzzCorpus.Networks);
        Scenario whole = ScenarioReader.ReadText(ScenarioFiles.Valid, "test.yaml").Scenario!;
        new FuzzRun(mutator.Make, text => ReadNetwork(text, whole)).Execute(output, LongRun.Cases(2_000, 1_000_000));
    }

    /// <summary>All that <c>validate</c> does with a file.</summary>
    private static long Validate(string text)
    {
        ScenarioReading reading = ScenarioReader.ReadText(text, FuzzCorpus.ScenarioFile);
        if (reading.Scenario is { } scenario)
        {
            Compile(scenario);
        }

        return Printed(reading.Problems);
    }

    private static void Compile(Scenario scenario)
    {
        _ = RunForecast.Of(scenario);
        string canonical = CanonicalScenario.ToJson(scenario);
        ScenarioReading again = ScenarioReader.ReadText(canonical, "scenario.json");
        Assert.True(again.Problems.Count == 0, $"The resolved scenario does not read back: {(again.Problems.Count > 0 ? again.Problems[0].Message : "")}");
        Assert.True(canonical == CanonicalScenario.ToJson(again.Scenario!), "The resolved scenario is another one when it is read back.");
    }

    private static long ReadNetwork(string text, Scenario whole)
    {
        var problems = new DiagnosticBag();
        NetworkSpec? network = NetworkReferenceSpec.ReadText(
            new SourceText("network.yaml", text, 0) { IsFile = true }, new ReadContext(new ScenarioNames(), problems));
        if (problems.Count == 0 && network is not null)
        {
            string split = network.Layers[text.Length % network.Layers.Count].Name;
            string scenario = CanonicalScenario.ToJson(whole with
            {
                Model = ModelSection.WithPictures(network, FileReference.FromArgument("pictures"), PictureFit.None, whole.Model.Training),
                Devices = [.. whole.Devices.Select(device => device with { Split = split })],
            });
            ScenarioReading reading = ScenarioReader.ReadText(scenario, "scenario.json");
            Assert.All(reading.Problems, problem => Assert.Contains("operations; expected", problem.Message, StringComparison.Ordinal));
            if (reading.Scenario is { } right)
            {
                Compile(right);
            }
        }

        return Printed(problems.Sorted());
    }

    private static long Printed(DiagnosticList problems)
    {
        using var console = new TestConsole();
        DiagnosticPrinter.Print(problems, console);
        return console.Output.Length;
    }
}
