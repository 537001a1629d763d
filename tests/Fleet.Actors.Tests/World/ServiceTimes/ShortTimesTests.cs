using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests.World.ServiceTimes;

/// <summary>Random times of some nanoseconds. Seeds are fixed, so an outcome within 99.9 % is not a matter of luck.</summary>
public sealed class ShortTimesTests
{
    private const double Confidence999 = 3.29;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(9_999)]
    public void Rounding_leaves_the_mean_of_an_exponential_time(double meanNanoseconds)
    {
        const int Draws = 200_000;
        var time = new ServiceTime(meanNanoseconds, 1e9);
        var draws = new CounterKey(1, RandomPurpose.Service);
        double sum = 0;
        for (int i = 0; i < Draws; i++)
        {
            sum += time.By(ServiceLaw.Exponential, draws, new EntityId(0), i).Nanoseconds;
        }

        // The variance of an exponential number, and at most a quarter for the rounding.
        double deviation = Math.Sqrt(((meanNanoseconds * meanNanoseconds) + 0.25) / Draws);
        Assert.InRange(sum / Draws, meanNanoseconds - (Confidence999 * deviation), meanNanoseconds + (Confidence999 * deviation));
    }

    [Fact]
    public void From_10_us_on_times_are_those_nearest_to_the_draw()
    {
        var draws = new CounterKey(1, RandomPurpose.Service);
        var time = new ServiceTime(10_000, 1e9);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(SimTime.FromSeconds(10_000 / 1e9 * draws.Exponential(0, (ulong)i)), time.By(ServiceLaw.Exponential, draws, new EntityId(0), i));
        }
    }

    [Theory]
    [InlineData(1e10, 10e-6)]
    [InlineData(1e9, 100e-6)]
    [InlineData(1e8, 1e-3)]
    [InlineData(2e5, 0.5)]
    public void Fast_arrivals_are_as_many_as_their_rate_says(double rate, double seconds)
    {
        FleetResult result = FleetSimulation.Run(Fleets.Instant(rate, seconds), NoRequestSink.Instance, new SimulationOptions { Check = true });
        double expected = rate * seconds;
        double gap = 1e9 / rate;
        double deviation = Math.Sqrt(expected * (1 + (0.25 / (gap * gap))));
        Assert.InRange(result.Issued, expected - (Confidence999 * deviation), expected + (Confidence999 * deviation));
    }

    [Fact]
    public void Layers_and_defence_share_one_draw_and_keep_both_means()
    {
        FleetSpec spec = Fleets.Instant(1e6, 0.1);
        DeviceClassSpec device = spec.DeviceClasses[0] with { Compute = new ComputeSpec(1e9, ServiceLaw.Exponential), EdgeFlops = 2, DefenseFlops = 1 };
        FleetResult result = FleetSimulation.Run(spec with { DeviceClasses = [device] }, NoRequestSink.Instance, new SimulationOptions { Check = true });
        double deviation = Math.Sqrt((4 + 0.25) / result.Answered);
        Assert.InRange(1e6 * result.Latency.MeanMsByStage[1], 2 - (Confidence999 * deviation), 2 + (Confidence999 * deviation));
        Assert.InRange(1e6 * result.Latency.MeanMsByStage[2], 1 - (Confidence999 * deviation), 1 + (Confidence999 * deviation));
    }
}
