using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Scenarios;
using Fleet.Host.Tests.Scenarios;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>The ready scenarios of single queues against their closed forms (Kleinrock, Queueing Systems I, 1975).</summary>
public sealed class QueueingScenarioTests
{
    private const double Load = 0.7;
    private const double ServiceMs = 10;

    /// <summary>M/M/1: load x service / (1 - load).</summary>
    private const double MeanWaitMm1 = Load * ServiceMs / (1 - Load);

    /// <summary>M/D/1: half of that (Pollaczek, Khinchine).</summary>
    private const double MeanWaitMd1 = MeanWaitMm1 / 2;

    [Theory]
    [InlineData("mm1-device", "deviceWait", MeanWaitMm1)]
    [InlineData("mm1-link", "uplinkWait", MeanWaitMm1)]
    [InlineData("mm1-server", "serverWait", MeanWaitMm1)]
    [InlineData("md1-link", "uplinkWait", MeanWaitMd1)]
    public void The_mean_wait_is_that_of_the_closed_form(string scenario, string stage, double expectedMs)
    {
        ScenarioReading reading = ScenarioReader.ReadFile(Path.Combine(ScenarioFiles.Root, "scenarios", scenario + ".yaml"));
        SweepPlan plan = reading.Sweep!;
        Assert.True(plan.Replications >= 30);
        int position = StageTimes.Stages.Single(one => one.Name == stage).Index;
        double[] waits = [.. Enumerable.Range(0, LongRun.Cases(10, plan.Replications)).Select(i => MeanWait(plan.Cells[0].Replication(i), position))];

        Interval interval = Intervals.Mean(waits, 0.99);
        Assert.True(interval.Contains(expectedMs), $"{stage} is {waits.Average()} ms, interval {interval}; expected {expectedMs} ms.");
        Assert.True(interval.High - interval.Low < expectedMs / LongRun.Cases(2, 5), $"The interval {interval} is too wide to show anything.");
    }

    private static double MeanWait(Scenario scenario, int stage) =>
        FleetSimulation.Run(ScenarioCompiler.Compile(scenario), new NoSink()).Latency.MeanMsByStage[stage];

    private sealed class NoSink : IRequestSink
    {
        public void Record(in RequestRecord request)
        {
            // The summary of the run holds the mean.
        }
    }
}
