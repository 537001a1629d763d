using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Support;
using Fleet.Models.Randomness;
using Fleet.Tests.Common;

namespace Fleet.Host.Tests.Scenarios;

public sealed class CatalogsTests
{
    private static readonly Catalogs Own = new()
    {
        Arrivals = ArrivalCatalog.BuiltIn.With(new ArrivalForm("clock every DURATION", "clock every 5 s", values => new ClockArrivals(values[0]))),
        ServiceLaws = ServiceLawCatalog.BuiltIn.With(new MemorylessLaw()),
    };

    private static readonly string Text = ScenarioFiles.Valid
        .Replace("periodic every", "clock every", StringComparison.Ordinal).Replace("exponential", "memoryless", StringComparison.Ordinal);

    [Fact]
    public void A_scenario_names_the_rules_of_the_catalogues_that_it_is_read_with()
    {
        Assert.Equal(2, ScenarioReader.ReadText(Text, "test.yaml").Problems.Count);
        Scenario scenario = ScenarioReader.ReadText(Text, "test.yaml", catalogs: Own).Scenario!;
        Assert.IsType<ClockArrivals>(scenario.Devices[1].Arrivals);
        Assert.IsType<MemorylessLaw>(scenario.Devices[1].Compute.Service);

        string resolved = CanonicalScenario.ToJson(scenario);
        Assert.Contains("clock every 5000000000 ns", resolved, StringComparison.Ordinal);
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

    private sealed record ClockArrivals(double GapNanoseconds) : ArrivalProcess
    {
        public override ArrivalForm Form => Own.Arrivals.Forms[^1];

        public override IReadOnlyList<double> Values => [GapNanoseconds];

        public override double RatePerSecond => 1e9 / GapNanoseconds;

        public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) => previous + SimTime.FromSeconds(GapNanoseconds / 1e9);
    }

    private sealed class MemorylessLaw() : ServiceLaw("memoryless", "takes a random time")
    {
        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare) => draws.Exponential(entity, index, out spare);
    }
}
