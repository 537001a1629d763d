using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;
using Fleet.Host.Tests.Scenarios;

namespace Fleet.Host.Tests.Cases;

/// <summary>Scenarios in which a figure was wrong once; the right value stands in the first lines of each file.</summary>
public sealed class CaseTests
{
    [Fact]
    public void Percentile_rank() => Assert.InRange(Run("percentile-rank.yaml").Latency.P95Ms, 999.5, 1000.5);

    [Fact]
    public void Typo_compute()
    {
        FleetResult result = Run("typo-compute.yaml");
        Assert.Equal((60, 0, 60), (result.Issued, result.Answered, result.InFlight));
    }

    [Fact]
    public void Rare_events() => Assert.Equal(0, Run("rare-events.yaml").Issued);

    // 99.9 % of a Poisson law with that mean.
    [Fact]
    public void Rare_events_in_a_century() => Assert.InRange(
        Run("rare-events.yaml", "duration=36_500 d", "devices[0].arrivals=poisson 0.0000001/h").Issued, 87.6 - (3.29 * Math.Sqrt(87.6)), 87.6 + (3.29 * Math.Sqrt(87.6)));

    // 99.9 %: the gaps have the variance of an exponential law, and at most 1/4 for their rounding to whole nanoseconds.
    [Fact]
    public void Poisson_fast() => Assert.InRange(
        Run("poisson-fast.yaml").Issued, 100_000 - (3.29 * Math.Sqrt(125_000)), 100_000 + (3.29 * Math.Sqrt(125_000)));

    private static FleetResult Run(string file, params string[] sets) => FleetSimulation.Run(
        ScenarioCompiler.Compile(Read(file, sets).Scenario!), NoRequestSink.Instance, new SimulationOptions { Check = true });

    private static ScenarioReading Read(string file, params string[] sets) => ScenarioReader.ReadFile(
        Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Cases", file), ScenarioOverride.FromSet(sets));
}
