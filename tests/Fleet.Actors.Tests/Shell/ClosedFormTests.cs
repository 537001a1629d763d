using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using MathNet.Numerics.Distributions;

namespace Fleet.Actors.Tests.Shell;

/// <summary>
/// Mean waits against closed forms (L. Kleinrock, Queueing Systems I, 1975): the 99 % Student-t interval over 30
/// replications must hold the theoretical value. Load 0.7; seeds are fixed, so an outcome is not a matter of luck.
/// </summary>
public sealed class ClosedFormTests
{
    private const int Replications = 30;
    private const double Load = 0.7;
    private const double ServiceRate = 100;
    private const double ArrivalRate = Load * ServiceRate;

    [Fact]
    public void The_wait_at_a_device_with_exponential_service_is_that_of_M_M_1() =>
        AssertMeanWait(Load / (ServiceRate - ArrivalRate), s => s.DeviceWait, WithDevice);

    [Fact]
    public void The_wait_at_a_link_with_exponential_service_is_that_of_M_M_1() =>
        AssertMeanWait(Load / (ServiceRate - ArrivalRate), s => s.UplinkWait, spec => WithLink(spec, ServiceLaw.Exponential));

    [Fact]
    public void The_wait_at_a_link_with_fixed_service_is_that_of_M_D_1() =>
        AssertMeanWait(Load / (2 * (ServiceRate - ArrivalRate)), s => s.UplinkWait, spec => WithLink(spec, ServiceLaw.FromCost));

    [Fact]
    public void The_wait_for_a_downlink_with_fixed_service_is_that_of_M_D_1() =>
        AssertMeanWait(Load / (2 * (ServiceRate - ArrivalRate)), s => s.DownlinkWait, WithDownlink);

    [Fact]
    public void The_wait_at_a_server_with_exponential_service_is_that_of_M_M_1() =>
        AssertMeanWait(Load / (ServiceRate - ArrivalRate), s => s.ServerWait, spec => WithServer(spec, workers: 1));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_wait_at_a_server_with_several_workers_is_that_of_M_M_c(int workers) =>
        AssertMeanWait(ErlangWait(workers), s => s.ServerWait, spec => WithServer(spec, workers));

    private static void AssertMeanWait(double expectedSeconds, Func<StageTimes, SimTime> stage, Func<FleetSpec, FleetSpec> slowDown)
    {
        double[] means = new double[Replications];
        for (int i = 0; i < Replications; i++)
        {
            FleetSpec spec = slowDown(Fleets.Instant(ArrivalRate, seconds: 220, seed: (ulong)i + 1));
            var mean = new MeanWait(SimTime.FromSeconds(20), stage);
            FleetSimulation.Run(spec, mean);
            means[i] = mean.Seconds;
        }

        double average = means.Average();
        double deviation = Math.Sqrt(means.Sum(m => (m - average) * (m - average)) / (Replications - 1));
        double half = StudentT.InvCDF(0, 1, Replications - 1, 0.995) * deviation / Math.Sqrt(Replications);
        Assert.InRange(expectedSeconds, average - half, average + half);
        Assert.True(half < 0.1 * expectedSeconds, $"The interval {average} +- {half} is too wide to mean anything.");
    }

    // Erlang's C formula: the probability that all workers are busy, then the mean wait.
    private static double ErlangWait(int workers)
    {
        double offered = workers * Load;
        double term = 1;
        double sum = 1;
        for (int k = 1; k < workers; k++)
        {
            term *= offered / k;
            sum += term;
        }

        double busy = term * offered / workers / (1 - Load);
        double probability = busy / (sum + busy);
        return probability / (ServiceRate - ArrivalRate);
    }

    private static FleetSpec WithDevice(FleetSpec spec) => Change(spec, c => c with
    {
        EdgeFlops = 1_000_000,
        DefenseFlops = 500_000,
        Compute = new ComputeSpec(1_500_000 * ServiceRate, ServiceLaw.Exponential),
    });

    private static FleetSpec WithLink(FleetSpec spec, ServiceLaw law) => Change(spec, c => c with { ActivationBytes = 1000 }) with
    {
        Links = [spec.Links[0] with { UpBitsPerSecond = 8000 * ServiceRate, Service = law }],
    };

    private static FleetSpec WithDownlink(FleetSpec spec) => Change(spec, c => c with { AnswerBytes = 1000 }) with
    {
        Links = [spec.Links[0] with { DownBitsPerSecond = 8000 * ServiceRate, DownLatency = SimTime.FromMilliseconds(7) }],
    };

    // The workers together serve as fast as one does in the other tests.
    private static FleetSpec WithServer(FleetSpec spec, int workers) => Change(spec, c => c with { CloudFlops = 1_000_000 }) with
    {
        Servers = [spec.Servers[0] with { Workers = workers, Compute = new ComputeSpec(1_000_000 * ServiceRate / workers, ServiceLaw.Exponential) }],
    };

    private static FleetSpec Change(FleetSpec spec, Func<DeviceClassSpec, DeviceClassSpec> change) =>
        spec with { DeviceClasses = [change(spec.DeviceClasses[0])] };

    private sealed class MeanWait(SimTime warmUp, Func<StageTimes, SimTime> stage) : IRequestSink
    {
        private long _count;
        private long _sum;

        public double Seconds => _sum / 1e9 / _count;

        public void Record(in RequestRecord request)
        {
            if (request.Arrival >= warmUp)
            {
                _count++;
                _sum += stage(request.Stages).Nanoseconds;
            }
        }
    }
}
