using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Statistics;

namespace Fleet.Actors.Tests.World.Telemetry;

public sealed class PercentileTests
{
    [Fact]
    public void A_percentile_of_a_histogram_is_the_latency_of_its_rank()
    {
        for (int count = 1; count <= 130; count++)
        {
            LatencySummary latency = Distribution(Enumerable.Range(1, count).Select(i => 10.0 * i)).Summary();
            AssertIs(10 * NearestRank.Of(count, 50), latency.P50Ms);
            AssertIs(10 * NearestRank.Of(count, 95), latency.P95Ms);
            AssertIs(10 * NearestRank.Of(count, 99), latency.P99Ms);
        }
    }

    [Fact]
    public void The_95th_percentile_of_12_latencies_is_the_longest()
    {
        LatencyDistribution latencies = Distribution([.. Enumerable.Repeat(10.0, 11), 1000]);
        AssertIs(1000, latencies.Summary().P95Ms);
        AssertIs(1000, latencies.Classes[0].PercentileMs(95));
        AssertIs(10, latencies.Classes[0].PercentileMs(91));
    }

    [Fact]
    public void There_is_no_percentile_without_latencies() => Assert.Equal(double.NaN, new LatencyDistribution(1, SimTime.Zero).Summary().P50Ms);

    private static LatencyDistribution Distribution(IEnumerable<double> milliseconds)
    {
        var latencies = new LatencyDistribution(1, SimTime.Zero);
        foreach (double latency in milliseconds)
        {
            latencies.Record(new RequestRecord
            {
                Device = new DeviceId(0),
                DeviceClass = 0,
                Sequence = 0,
                Input = 0,
                Server = new ServerId(0),
                Arrival = SimTime.Zero,
                Completion = SimTime.FromMilliseconds(latency),
                Outcome = RequestOutcome.Answered,
                Stages = default,
            });
        }

        return latencies;
    }

    // Three significant digits: buckets are at most 0.1 % wide.
    private static void AssertIs(double expected, double actual) => Assert.InRange(actual, expected, 1.001 * expected);
}
