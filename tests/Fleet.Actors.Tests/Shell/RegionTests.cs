using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell;

/// <summary>Into how many regions a fleet is cut changes nothing but the time it takes.</summary>
public sealed class RegionTests
{
    public static TheoryData<string> Cases => [.. Specs.Keys];

    private static Dictionary<string, FleetSpec> Specs { get; } = new()
    {
        ["mixed"] = Fleets.Mixed(),
        ["exponential"] = Exponential(),
        ["no time but latency"] = Immediate(),
        ["all at once"] = Simultaneous(),
        ["adversary"] = Adversaries.With(Fleets.Mixed(), 7, 3),
        ["adversary of all"] = Adversaries.With(Simultaneous(), null, null),
        ["one server"] = Fleets.Mixed() with { Servers = [Fleets.Mixed().Servers[0] with { Count = 1 }] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Requests_their_order_captures_and_hash_do_not_depend_on_regions_or_queue(string name)
    {
        FleetSpec spec = Specs[name];
        (FleetResult expected, List<RequestRecord> order) = Run(spec, 1, EventQueueKind.Buckets);
        foreach ((EventQueueKind queue, int regions) in Ways.With(2, 3, 4, 7))
        {
            (FleetResult actual, List<RequestRecord> requests) = Run(spec, regions, queue);
            Assert.Equal(regions, actual.Partition!.Regions);
            Assert.Equal(order, requests);
            AssertSame(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void They_do_not_depend_on_which_thread_runs_which_window(string name)
    {
        FleetSpec spec = Specs[name];
        (FleetResult expected, List<RequestRecord> order) = Run(spec, 1, EventQueueKind.Buckets);
        (FleetResult actual, List<RequestRecord> requests) = Run(spec, 3, EventQueueKind.Buckets, clock: new LeapingClock());
        Assert.InRange(actual.Partition!.WindowsInTurn, 1, actual.Partition.Windows - 1);
        Assert.Equal(order, requests);
        AssertSame(expected, actual);
    }

    [Fact]
    public void Nor_do_failures()
    {
        FleetSpec spec = Fleets.Mixed() with { Failures = new FailureSpec(1, GoOn: true) };
        InjectedFault[] faults =
        [
            .. Enumerable.Range(3, 9).Select(i => new InjectedFault(new EntityHandle(RegionId.First, EntityTypes.Device, i / 2), SimTime.FromSeconds(i + 0.123))),
        ];
        (FleetResult expected, List<RequestRecord> order) = Run(spec, 1, EventQueueKind.Buckets, faults);
        (FleetResult actual, List<RequestRecord> requests) = Run(spec, 3, EventQueueKind.Buckets, faults, new LeapingClock());
        Assert.NotEmpty(expected.StoppedEntities);
        Assert.InRange(actual.Partition!.WindowsInTurn, 1, actual.Partition.Windows - 1);
        Assert.Equal(order, requests);
        AssertSame(expected, actual);
    }

    [Theory]
    [InlineData(EntityTypes.Device, 4, 3)]
    [InlineData(EntityTypes.Link, 1, 3)]
    [InlineData(EntityTypes.Server, 1, 3)]
    [InlineData(EntityTypes.Adversary, 0, 3)]
    [InlineData(EntityTypes.Device, 4, 1)]
    [InlineData(EntityTypes.Link, 1, 1)]
    [InlineData(EntityTypes.Server, 1, 1)]
    [InlineData(EntityTypes.Adversary, 0, 1)]
    public void Failures_do_not_depend_on_regions(EntityType type, int index, int restarts)
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(), 7, null, rate: 1e8) with { Failures = new FailureSpec(restarts, GoOn: true) };
        InjectedFault[] faults =
        [
            .. Enumerable.Range(3, 3).Select(second => new InjectedFault(new EntityHandle(RegionId.First, type, index), SimTime.FromSeconds(second + 0.123))),
        ];
        (FleetResult expected, List<RequestRecord> order) = Run(spec, 1, EventQueueKind.Buckets, faults);
        Assert.Equal(Math.Min(3, restarts + 1), expected.EntityFailures.Values.Sum());
        Assert.Equal(restarts < 3 ? 1 : 0, expected.StoppedEntities.Count);
        foreach (int regions in new[] { 2, 3, 7 })
        {
            (FleetResult actual, List<RequestRecord> requests) = Run(spec, regions, EventQueueKind.Buckets, faults);
            Assert.Equal(order, requests);
            AssertSame(expected, actual);
        }
    }

    [Fact]
    public void An_entity_that_fails_too_often_ends_the_run_of_all_regions()
    {
        InjectedFault[] faults =
        [
            .. Enumerable.Range(1, 5).Select(second => new InjectedFault(new EntityHandle(RegionId.First, EntityTypes.Device, 17), SimTime.FromSeconds(second))),
        ];
        var exception = Assert.Throws<EntityStoppedException>(() => Run(Fleets.Mixed(), 4, EventQueueKind.Buckets, faults));
        Assert.Contains("/user/fleet/device-17 failed again after 3 restarts", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_without_latency_keep_a_fleet_in_one_region()
    {
        FleetResult result = Run(Fleets.Instant(100, 10), 4, EventQueueKind.Buckets).Result;
        Assert.Equal(1, result.Partition!.Regions);
        FleetSpec spec = Fleets.Mixed();
        spec = spec with { Links = [.. spec.Links.Select(link => link with { DownLatency = SimTime.Zero })] };
        Assert.Equal(1, new FleetTopology(spec, 4).Regions);
    }

    [Fact]
    public void A_cancelled_run_of_several_regions_ends_with_what_it_has()
    {
        FleetSpec spec = Fleets.Mixed() with { Duration = SimTime.FromSeconds(1e9) };
        using var cancellation = new CancellationTokenSource();
        var sink = new StoppingSink(cancellation.Cancel, 5000);
        FleetResult result = FleetSimulation.Run(spec, sink, new SimulationOptions { Regions = 3, Check = true }, cancellation: cancellation.Token);
        Assert.True(result.Interrupted);
        Assert.Equal(sink.Requests, result.Answered);
        Assert.Equal(result.Issued, result.Answered + result.InFlight);
    }

    [Fact]
    public void A_sink_that_throws_ends_the_run_of_all_regions_with_its_exception()
    {
        var sink = new StoppingSink(() => throw new IOException("disk full"), 100);
        var exception = Assert.Throws<IOException>(() => FleetSimulation.Run(Fleets.Mixed(), sink, new SimulationOptions { Regions = 3 }));
        Assert.Equal("disk full", exception.Message);
    }

    [Fact]
    public void The_regions_of_a_large_fleet_have_about_equal_work_and_devices_live_with_their_links()
    {
        FleetSpec spec = Fleets.Mixed();
        spec = spec with { DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Count = c.Count * 50 })] };
        var topology = new FleetTopology(spec, 4);
        for (int i = 0; i < topology.Devices; i++)
        {
            var device = new DeviceId(i);
            Assert.Equal(topology.Link(topology.LinkOf(device)).RegionId, topology.Device(device).RegionId);
        }

        IReadOnlyList<long> events = Run(spec, 4, EventQueueKind.Buckets).Result.Partition!.EventsByRegion;
        Assert.All(events, e => Assert.InRange(e, events.Average() * 0.8, events.Average() * 1.2));
    }

    [Fact]
    public void Servers_live_with_their_links_where_that_gives_equal_regions_and_then_nothing_crosses()
    {
        FleetSpec spec = Fleets.Mixed();
        DeviceClassSpec cell = spec.DeviceClasses[0] with { Count = 2_000 };
        spec = spec with { DeviceClasses = [cell], Links = [spec.Links[0] with { SharedBy = 50 }], Servers = [spec.Servers[0] with { Count = 8 }] };
        Assert.Equal(0, Crossings(new FleetTopology(spec, 2)));
        Assert.Equal(0, Crossings(new FleetTopology(spec, 4)));
        Assert.NotEqual(0, Crossings(new FleetTopology(spec, 3))); // 3, 3 and 2 servers
        Assert.NotEqual(0, Crossings(new FleetTopology(spec with { Links = [spec.Links[0] with { SharedBy = 1 }] }, 8))); // neighbours would part
        Assert.Equal(SimTime.FromMilliseconds(20), new FleetTopology(spec, 4).Lookahead);
    }

    private static int Crossings(FleetTopology topology) => Enumerable.Range(0, topology.Links).Select(link => new LinkId(link)).Count(
        link => topology.Link(link).RegionId != topology.Server(topology.ServerOf(link)).RegionId);

    [Fact]
    public void A_small_fleet_runs_on_one_thread_and_a_large_one_on_as_many_as_allowed()
    {
        Assert.Equal(1, RegionChoice.Partition(Fleets.Mixed(), new SimulationOptions { Threads = 4 }).Regions);
        FleetSpec spec = Fleets.Mixed();
        spec = spec with { DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Count = c.Count * 1000 })] };
        Assert.Equal(4, RegionChoice.Partition(spec, new SimulationOptions { Threads = 4 }).Regions);
        Assert.Equal(1, RegionChoice.Partition(spec, new SimulationOptions { Threads = 1 }).Regions);
    }

    private static (FleetResult Result, List<RequestRecord> Requests) Run(
        FleetSpec spec, int regions, EventQueueKind queue, IReadOnlyList<InjectedFault>? faults = null, TimeProvider? clock = null)
    {
        var sink = new ListSink();
        var options = new SimulationOptions { Check = true, Regions = regions, Queue = queue, Faults = faults ?? [] };
        return (FleetSimulation.Run(spec, sink, options, clock: clock), sink.Requests);
    }

    private static void AssertSame(FleetResult expected, FleetResult actual)
    {
        Assert.Equal(expected.ResultHash, actual.ResultHash);
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Captured, actual.Captured);
        Assert.Equal(expected.Failed, actual.Failed);
        Assert.Equal(expected.EntityFailures, actual.EntityFailures);
        Assert.Equal(expected.StoppedEntities, actual.StoppedEntities);
        Assert.Equal(expected.Latency.MeanMsByStage, actual.Latency.MeanMsByStage);
        Assert.Equal(
            (expected.Latency.Samples, expected.Latency.MeanMs, expected.Latency.P50Ms, expected.Latency.P95Ms, expected.Latency.P99Ms),
            (actual.Latency.Samples, actual.Latency.MeanMs, actual.Latency.P50Ms, actual.Latency.P95Ms, actual.Latency.P99Ms));
    }

    private static FleetSpec Exponential()
    {
        FleetSpec spec = Fleets.Mixed(3);
        return spec with
        {
            DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Count = c.Count * 2, Compute = new ComputeSpec(3e9, ServiceLaw.Exponential) })],
            Links = [.. spec.Links.Select(l => l with { Service = ServiceLaw.Exponential })],
        };
    }

    // Device, link and server take no time, so that whole chains of events share an instant.
    private static FleetSpec Immediate()
    {
        FleetSpec spec = Fleets.Mixed(4);
        return spec with
        {
            DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Compute = Fleets.Unlimited })],
            Links = [.. spec.Links.Select(l => l with { UpBitsPerSecond = double.PositiveInfinity, DownBitsPerSecond = double.PositiveInfinity })],
            Servers = [.. spec.Servers.Select(s => s with { Compute = Fleets.Unlimited })],
        };
    }

    // The same, with gaps and latencies so round that devices of all regions end requests at the same instants.
    private static FleetSpec Simultaneous()
    {
        FleetSpec spec = Immediate();
        return spec with
        {
            DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Arrivals = new PeriodicArrivals(1e9) })],
            Duration = new SimTime(60),
            WarmUp = new SimTime(20),
            Links = [.. spec.Links.Select(l => l with { UpLatency = new SimTime(5), DownLatency = new SimTime(5) })],
            Servers = [.. spec.Servers.Select(s => s with { BatchWait = new SimTime(2) })],
        };
    }

    // Each look at it takes so long that regions change from one thread to several and back every few windows.
    private sealed class LeapingClock : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, (long)(TimestampFrequency * ThreadingTuner.TrialSeconds / 4));
    }

    private sealed class StoppingSink(Action stop, int after) : IRequestSink
    {
        public int Requests { get; private set; }

        public void Record(in RequestRecord request)
        {
            Requests++;
            if (Requests == after)
            {
                stop();
            }
        }
    }
}
