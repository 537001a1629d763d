using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests.World.Arrivals;

/// <summary>Arrival processes and laws of service times that this project adds.</summary>
public sealed class OwnRulesTests
{
    private static readonly FleetSpec Own = Fleets.Mixed() with
    {
        DeviceClasses = [.. Fleets.Mixed().DeviceClasses.Select((c, i) => c with
        {
            Arrivals = i == 0 ? ArrivalCatalog.BuiltIn.With(BurstArrivals.Bursts).Forms[^1].Create([1.5, 3]) : c.Arrivals,
            Compute = c.Compute with { Service = new UniformLaw() },
        })],
        Links = [.. Fleets.Mixed().Links.Select(link => link with { Service = new UniformLaw() })],
    };

    [Fact]
    public void A_fleet_with_them_gives_the_same_requests_in_any_regions_and_from_any_checkpoint()
    {
        (FleetResult expected, List<RequestRecord> requests) = Run(new SimulationOptions { Check = true });
        Assert.NotEqual(FleetSimulation.Run(Fleets.Mixed(), NoRequestSink.Instance).ResultHash, expected.ResultHash);
        foreach (int regions in new[] { 1, 2, 3 })
        {
            var options = new SimulationOptions { Check = true, Regions = regions };
            var store = new MemoryStore(SimTime.FromSeconds(7.7)) { Sink = new ListSink() };
            Assert.Equal(expected.ResultHash, FleetSimulation.Run(Own, store.Sink, options with { Checkpoints = store }).ResultHash);
            Assert.Equal(2, store.Kept.Count);
            foreach (Checkpoint checkpoint in store.Kept)
            {
                (FleetResult resumed, List<RequestRecord> rest) = Run(options with { ResumeFrom = checkpoint.Open() });
                Assert.Equal(expected.ResultHash, resumed.ResultHash);
                Assert.Equal(requests[checkpoint.Requests..], rest);
            }
        }
    }

    [Fact]
    public void Requests_arrive_as_the_process_says()
    {
        foreach (IGrouping<DeviceId, RequestRecord> device in Run(new SimulationOptions()).Requests.Where(request => request.DeviceClass == 0).GroupBy(request => request.Device))
        {
            RequestRecord[] inTurn = [.. device.OrderBy(request => request.Sequence)];
            Assert.All(inTurn, request => Assert.Equal((1 + (request.Sequence / 3)) / 1.5, request.Arrival.Seconds, 9));
        }
    }

    [Fact]
    public void Service_times_have_the_mean_of_the_law()
    {
        List<RequestRecord> requests = Run(new SimulationOptions()).Requests;
        double[] times = [.. requests.Where(request => request.DeviceClass == 1).Select(request => request.Stages.DeviceCompute.Milliseconds)];
        Assert.All(times, time => Assert.InRange(time, 0, 20));
        Assert.InRange(times.Average(), 10 - (3.29 * 20 / Math.Sqrt(12 * times.Length)), 10 + (3.29 * 20 / Math.Sqrt(12 * times.Length)));
    }

    [Fact]
    public void A_process_that_goes_back_in_time_ends_the_run_with_that_cause()
    {
        FleetSpec spec = Own with { DeviceClasses = [.. Own.DeviceClasses.Select(c => c with { Arrivals = new BackwardArrivals() })], Failures = new FailureSpec(MaxRestarts: 0) };
        var failure = Assert.ThrowsAny<Exception>(() => FleetSimulation.Run(spec, NoRequestSink.Instance));
        Assert.Contains("before the one at", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_stays_as_it_is_when_another_is_made_of_it()
    {
        Assert.Equal(3, ArrivalCatalog.BuiltIn.Forms.Count);
        Assert.Equal(["poisson", "periodic", "bursts"], ArrivalCatalog.BuiltIn.With(BurstArrivals.Bursts).Names);
        Assert.Equal(3, ArrivalCatalog.BuiltIn.Forms.Count);
        Assert.Equal(["from-cost", "exponential", "uniform"], ServiceLawCatalog.BuiltIn.With(new UniformLaw()).Laws.Select(law => law.Name));
        Assert.Equal(2, ServiceLawCatalog.BuiltIn.Laws.Count);
        Assert.Throws<ArgumentException>(() => ServiceLawCatalog.BuiltIn.With(ServiceLaw.Exponential));
    }

    [Theory]
    [InlineData("poisson RATE")]
    [InlineData("bursts")]
    [InlineData("bursts often")]
    [InlineData("bursts RATE COUNT")]
    public void A_form_that_is_there_already_or_cannot_be_read_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => ArrivalCatalog.BuiltIn.With(BurstArrivals.Bursts with { Text = text }));

    [Fact]
    public void A_process_can_be_made_again_from_its_form_and_values() =>
        Assert.All(ArrivalCatalog.BuiltIn.With(BurstArrivals.Bursts).Forms, form =>
        {
            double[] values = [.. form.Words.Where(ArrivalForm.Places.Contains).Select((_, i) => 4.0 + i)];
            ArrivalProcess process = form.Create(values);
            Assert.Equal(process, process.Form.Create(process.Values));
            Assert.Equal(form.Name, process.Form.Name);
            Assert.True(process.RatePerSecond > 0);
        });

    private static (FleetResult Result, List<RequestRecord> Requests) Run(SimulationOptions options)
    {
        var sink = new ListSink();
        return (FleetSimulation.Run(Own, sink, options), sink.Requests);
    }

    /// <summary>Several requests at once, again and again.</summary>
    private sealed record BurstArrivals(double BurstsPerSecond, double Size) : ArrivalProcess
    {
        public static ArrivalForm Bursts { get; } = new("bursts RATE of COUNT", "bursts 1/s of 3", values => new BurstArrivals(values[0], values[1]));

        public override ArrivalForm Form => Bursts;

        public override IReadOnlyList<double> Values => [BurstsPerSecond, Size];

        public override double RatePerSecond => BurstsPerSecond * Size;

        public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) =>
            SimTime.FromSeconds((1 + (request / (ulong)Size)) / BurstsPerSecond);
    }

    /// <summary>Every second request comes too early.</summary>
    private sealed record BackwardArrivals : ArrivalProcess
    {
        public override ArrivalForm Form => BurstArrivals.Bursts;

        public override IReadOnlyList<double> Values => [1, 1];

        public override double RatePerSecond => 1;

        public override SimTime ArrivalOf(in CounterKey draws, uint device, ulong request, SimTime previous) => SimTime.FromSeconds(request % 2 == 0 ? request + 2 : request);
    }

    /// <summary>Between 0 and twice the mean.</summary>
    private sealed class UniformLaw() : ServiceLaw("uniform", "takes between no time and twice that")
    {
        public override double Factor(in CounterKey draws, uint entity, ulong index, out double spare)
        {
            spare = 0.5;
            return 2 * draws.Uniform(entity, index);
        }
    }
}
