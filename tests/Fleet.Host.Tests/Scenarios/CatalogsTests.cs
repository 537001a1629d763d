using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Support;
using Fleet.Tests.Common;

namespace Fleet.Host.Tests.Scenarios;

public sealed class CatalogsTests
{
    private static readonly Catalogs Own = new()
    {
        Arrivals = [("poisson", ArrivalKind.Poisson), ("clock", ArrivalKind.Periodic)],
        ServiceLaws = [.. Catalogs.BuiltIn.ServiceLaws.Take(1), ("memoryless", ServiceLaw.Exponential)],
    };

    private static readonly string Text = ScenarioFiles.Valid
        .Replace("periodic every", "clock every", StringComparison.Ordinal).Replace("exponential", "memoryless", StringComparison.Ordinal);

    [Fact]
    public void A_scenario_names_the_rules_of_the_catalogues_that_it_is_read_with()
    {
        Assert.Equal(2, ScenarioReader.ReadText(Text, "test.yaml").Problems.Count);
        Scenario scenario = ScenarioReader.ReadText(Text, "test.yaml", catalogs: Own).Scenario!;
        Assert.Equal((ArrivalKind.Periodic, ServiceLaw.Exponential), (scenario.Devices[1].Arrivals.Kind, scenario.Devices[1].Compute.Service));

        string resolved = CanonicalScenario.ToJson(scenario);
        Assert.Contains("clock 0.2/s", resolved, StringComparison.Ordinal);
        Assert.Equal(resolved, CanonicalScenario.ToJson(ScenarioReader.ReadText(resolved, "test.json", catalogs: Own).Scenario!));
        Assert.Contains("memoryless", JsonSchemaWriter.Write(ScenarioSchema.Of(Own)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_line_has_catalogues_of_its_own()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("fleet.yaml"), Text);
        Assert.Equal(ExitCode.BadInput, InProcess.Run("validate", folder.PathOf("fleet.yaml")).ExitCode);
        Assert.Equal(ExitCode.Done, InProcess.Run(Own, "validate", folder.PathOf("fleet.yaml")).ExitCode);
    }
}
