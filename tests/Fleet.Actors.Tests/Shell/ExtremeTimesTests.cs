using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests.Shell;

/// <summary>Rates and costs from one end of their ranges to the other, whose times lead far beyond 292 years.</summary>
public sealed class ExtremeTimesTests
{
    private const int MostRequests = 150;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 25).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_throws_and_results_depend_on_the_fleet_alone(ulong seed)
    {
        FleetSpec spec = Extreme(seed);
        var store = new MemoryStore(new SimTime(Math.Max(1, spec.Duration.Nanoseconds / 2)));
        var options = new SimulationOptions { Check = true, Regions = 1 };
        FleetResult expected = FleetSimulation.Run(spec, NoRequestSink.Instance, options with { Checkpoints = store });
        Assert.Empty(expected.EntityFailures);
        Assert.Equal(expected.Issued, expected.Answered + expected.InFlight);
        Assert.InRange(expected.Issued, 0, 10 * MostRequests);

        FleetResult other = FleetSimulation.Run(spec, NoRequestSink.Instance, options with { Regions = 2, Queue = EventQueueKind.Heap });
        Assert.Equal((expected.ResultHash, expected.Events), (other.ResultHash, other.Events));
        if (store.Kept is [var checkpoint, ..])
        {
            FleetResult resumed = FleetSimulation.Run(spec, NoRequestSink.Instance, options with { ResumeFrom = checkpoint.Open() });
            Assert.Equal((expected.ResultHash, expected.Events), (resumed.ResultHash, resumed.Events));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Work_that_ends_after_the_run_is_in_flight(bool random)
    {
        ServiceLaw service = random ? ServiceLaw.Exponential : ServiceLaw.FromCost;
        var slow = new ComputeSpec(3, service);
        FleetSpec spec = Fleets.Instant(5, 10);
        AssertInFlight(spec with { DeviceClasses = [spec.DeviceClasses[0] with { Compute = slow, EdgeFlops = long.MaxValue }] });
        AssertInFlight(spec with { Links = [Fleets.InstantLink with { UpBitsPerSecond = 1e-12, Service = service }] });
        AssertInFlight(spec with { Links = [Fleets.InstantLink with { DownBitsPerSecond = 1e-12, Service = service }] });
        AssertInFlight(spec with { Servers = [new ServerSpec { Name = "cloud", Compute = new ComputeSpec(1e-12, service) }] });
        AssertInFlight(spec with { Links = [Fleets.InstantLink with { UpLatency = SimTime.Never }] });
        AssertInFlight(spec with { Links = [Fleets.InstantLink with { DownLatency = SimTime.Never }] });
        AssertInFlight(spec with { Servers = [new ServerSpec { Name = "cloud", Compute = Fleets.Unlimited, BatchSize = 1000, BatchWait = SimTime.Never }] });
    }

    [Theory]
    [InlineData("poisson RATE")]
    [InlineData("periodic RATE")]
    public void Arrivals_beyond_the_run_do_not_happen(string form)
    {
        FleetSpec spec = Fleets.Instant(1, 10);
        foreach (double rate in new[] { 1e-28, double.Epsilon })
        {
            DeviceClassSpec device = spec.DeviceClasses[0] with { Count = 300, Arrivals = ArrivalCatalog.BuiltIn.Forms.First(one => one.Text == form).Create([rate]) };
            Assert.Equal(0, FleetSimulation.Run(spec with { DeviceClasses = [device] }, NoRequestSink.Instance).Issued);
        }
    }

    [Fact]
    public void An_attack_that_no_run_would_see_the_end_of_ends_never()
    {
        FleetSpec spec = Adversaries.With(Fleets.Instant(5, 10), targets: null, perDevice: null, rate: 1e-12);
        FleetResult result = FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { Check = true });
        Assert.NotEmpty(result.Captured);
        Assert.All(result.Captured, message => Assert.Equal(SimTime.Never, message.ReconstructedAt));
    }

    [Fact]
    public void Timers_of_users_actors_beyond_the_range_never_come()
    {
        List<object> heard = [];
        FleetSpec spec = Fleets.Instant(5, 10) with
        {
            Actors = [new SimActorSpec("patient", Props.Create(() => new Patient(heard)), SimTime.FromMilliseconds(1))],
        };
        FleetResult result = FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { Check = true });
        Assert.Empty(result.EntityFailures);
        Assert.Equal(["soon"], heard);
    }

    private static void AssertInFlight(FleetSpec spec)
    {
        FleetResult result = FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { Check = true });
        Assert.NotEqual(0, result.Issued);
        Assert.Equal((0, result.Issued), (result.Answered, result.InFlight));
    }

    // Every figure from the least to the greatest of its range, by its logarithm.
    private static FleetSpec Extreme(ulong seed)
    {
        var random = new CounterRandom(seed, 0, RandomPurpose.Shuffle);
        double Between(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        SimTime Span() => random.Next(3) == 0 ? SimTime.Zero : SimTime.FromSeconds(Between(1e-9, 1e11));
        double Rate() => random.Next(4) == 0 ? double.PositiveInfinity : Between(1e-28, 1e28);
        long Amount() => random.Next(4) == 0 ? 0 : (long)Between(1, long.MaxValue);
        ServiceLaw Law() => ServiceLawCatalog.BuiltIn.Laws[random.Next(2)];
        double seconds = Between(1e-9, 3.15e9);
        return new FleetSpec
        {
            Seed = seed,
            Duration = SimTime.FromSeconds(seconds),
            DeviceClasses =
            [
                .. Enumerable.Range(0, 2).Select(i => Fleets.Class($"class{i}", 1 + random.Next(4), link: $"link{i}") with
                {
                    Arrivals = ArrivalCatalog.BuiltIn.Forms[random.Next(2)].Create([Between(random.Next(3) == 0 ? 1e-28 : 1, MostRequests) / seconds]),
                    Compute = new ComputeSpec(Rate(), Law()),
                    EdgeFlops = Amount(),
                    DefenseFlops = Amount(),
                    CloudFlops = Amount(),
                    ActivationBytes = Amount(),
                    AnswerBytes = Amount(),
                }),
            ],
            Links =
            [
                .. Enumerable.Range(0, 2).Select(i => new LinkSpec
                {
                    Name = $"link{i}",
                    SharedBy = 1 + random.Next(3),
                    UpBitsPerSecond = Rate(),
                    DownBitsPerSecond = Rate(),
                    UpLatency = Span(),
                    DownLatency = Span(),
                    Service = Law(),
                    Server = "server",
                }),
            ],
            Servers =
            [
                new ServerSpec
                {
                    Name = "server",
                    Count = 1 + random.Next(2),
                    Workers = 1 + random.Next(3),
                    BatchSize = 1 + random.Next(4),
                    BatchWait = Span(),
                    Compute = new ComputeSpec(Rate(), Law()),
                },
            ],
            Adversary = new AdversarySpec { Server = "server", FlopsPerSecond = Rate(), PreparationFlops = Amount(), AttackFlopsByClass = [Amount(), Amount()] },
        };
    }

    private sealed class Patient : ReceiveActor, IWithTimers
    {
        public Patient(List<object> heard) => ReceiveAny(heard.Add);

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("a", "soon", TimeSpan.FromSeconds(9));
            Timers.StartSingleTimer("b", "never", TimeSpan.MaxValue);
            Timers.StartSingleTimer("c", "after the run", TimeSpan.FromDays(50_000));
            Timers.StartPeriodicTimer("d", "never", TimeSpan.FromDays(100_000), TimeSpan.MaxValue);
            Context.SetReceiveTimeout(TimeSpan.FromDays(100_000));
        }
    }
}
