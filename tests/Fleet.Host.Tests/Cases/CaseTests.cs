using Fleet.Actors;
using Fleet.Actors.Telemetry;
using Fleet.Host.Scenarios;
using Fleet.Host.Tests.Scenarios;

namespace Fleet.Host.Tests.Cases;

/// <summary>Scenarios in which a figure was wrong once; the right value stands in the first lines of each file.</summary>
public sealed class CaseTests
{
    [Fact]
    public void Percentile_rank() => Assert.InRange(Run("percentile-rank.yaml").Latency.P95Ms, 999.5, 1000.5);

    private static FleetResult Run(string file) => FleetSimulation.Run(
        ScenarioCompiler.Compile(Read(file).Scenario!), NoRequestSink.Instance, new SimulationOptions { Check = true });

    private static ScenarioReading Read(string file) =>
        ScenarioReader.ReadFile(Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Cases", file));
}
