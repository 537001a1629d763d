using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell;

public sealed class FleetSimulationTests
{
    [Fact]
    public void Equal_seeds_give_equal_requests_and_hash()
    {
        (FleetResult a, List<RequestRecord> first) = ListSink.Run(Fleets.Mixed());
        (FleetResult b, List<RequestRecord> second) = ListSink.Run(Fleets.Mixed());
        Assert.Equal(a.ResultHash, b.ResultHash);
        Assert.Equal(first, second);
        Assert.Equal(32, a.ResultHash.Length);
    }

    [Fact]
    public void Another_seed_gives_another_hash() =>
        Assert.NotEqual(ListSink.Run(Fleets.Mixed(1)).Result.ResultHash, ListSink.Run(Fleets.Mixed(2)).Result.ResultHash);

    [Fact]
    public void Both_queues_give_the_same_requests_in_the_same_order()
    {
        (FleetResult a, List<RequestRecord> first) = ListSink.Run(Fleets.Mixed(), EventQueueKind.Buckets);
        (FleetResult b, List<RequestRecord> second) = ListSink.Run(Fleets.Mixed(), EventQueueKind.Heap);
        Assert.Equal(a.ResultHash, b.ResultHash);
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_stages_add_up_to_the_latency_exactly()
    {
        List<RequestRecord> requests = ListSink.Run(Fleets.Mixed()).Requests;
        Assert.NotEmpty(requests);
        Assert.All(requests, r => Assert.Equal(r.Latency, r.Stages.Total));
        Assert.All(requests, r => Assert.Equal(
            r.Latency.Nanoseconds, Enumerable.Range(0, StageTimes.Count).Sum(i => r.Stages[i].Nanoseconds)));
    }

    [Fact]
    public void Requests_are_conserved()
    {
        (FleetResult result, List<RequestRecord> requests) = ListSink.Run(Fleets.Mixed());
        Assert.Equal(result.Answered, requests.Count);
        Assert.Equal(result.Issued, result.Answered + result.InFlight);
        Assert.True(result.InFlight is > 0 and < 50);
        Assert.Empty(result.Failed);
    }

    [Fact]
    public void A_request_alone_takes_the_time_its_costs_ask_for()
    {
        FleetSpec spec = Fleets.Mixed();
        spec = spec with
        {
            DeviceClasses = [spec.DeviceClasses[0] with { Count = 1, Arrivals = new PeriodicArrivals(0.5) }],
            Servers = [spec.Servers[0] with { Compute = new ComputeSpec(1e9) }],
        };
        RequestRecord request = ListSink.Run(spec).Requests[0];
        Assert.Equal(0, request.Stages.DeviceWait.Nanoseconds);
        Assert.Equal(10, request.Stages.DeviceCompute.Milliseconds, 6);
        Assert.Equal(1e6 / 3e9 * 1e3, request.Stages.Defense.Milliseconds, 6);
        Assert.Equal(4000 * 8 / 6.3e6 * 1e3, request.Stages.UplinkTransfer.Milliseconds, 6);
        Assert.Equal(25, request.Stages.UplinkPropagation.Milliseconds);
        Assert.Equal(5, request.Stages.ServerWait.Milliseconds);
        Assert.Equal(2, request.Stages.ServerCompute.Milliseconds);
        Assert.Equal(72 * 8 / 21.3e6 * 1e3, request.Stages.DownlinkTransfer.Milliseconds, 6);
        Assert.Equal(20, request.Stages.DownlinkPropagation.Milliseconds);
    }

    [Fact]
    public void Periodic_requests_keep_their_gap_without_drift_and_devices_their_own_phase()
    {
        FleetSpec spec = Fleets.Instant(1, 1000);
        spec = spec with
        {
            DeviceClasses = [spec.DeviceClasses[0] with { Count = 2, Arrivals = new PeriodicArrivals(3) }],
        };
        ILookup<int, RequestRecord> byDevice = ListSink.Run(spec).Requests.ToLookup(r => r.Device.Value);
        Assert.NotEqual(byDevice[0].First().Arrival, byDevice[1].First().Arrival);
        RequestRecord[] requests = [.. byDevice[0]];
        Assert.Equal(3000, requests.Length);
        Assert.All(requests, r => Assert.Equal(
            requests[0].Arrival.Seconds + (r.Sequence / 3.0), r.Arrival.Seconds, 1.5e-9));
    }

    [Fact]
    public void Unlimited_rates_take_no_time() =>
        Assert.All(ListSink.Run(Fleets.Instant(100, 10)).Requests, r => Assert.Equal(SimTime.Zero, r.Latency));

    [Fact]
    public void Indices_are_dealt_to_the_devices_of_a_class_in_turn()
    {
        FleetSpec spec = Fleets.Instant(10, 2);
        spec = spec with
        {
            DeviceClasses = [spec.DeviceClasses[0] with { Count = 3, Inputs = new InputSpec(100, [7, 3, 9, 1]) }],
        };
        int[] indices = [7, 3, 9, 1];
        Assert.All(ListSink.Run(spec).Requests, r => Assert.Equal(indices[((r.Sequence * 3) + r.Device.Value) % 4], r.Input));
    }

    [Fact]
    public void Inputs_drawn_from_the_set_do_not_depend_on_anything_but_seed_device_and_number()
    {
        FleetSpec spec = Fleets.Mixed();
        FleetSpec slower = spec with { Servers = [spec.Servers[0] with { Compute = new ComputeSpec(1e8) }] };
        Dictionary<(DeviceId, long), int> inputs = ListSink.Run(spec).Requests.ToDictionary(r => (r.Device, r.Sequence), r => r.Input);
        Assert.True(inputs.Values.Distinct().Count() > inputs.Count / 2);
        Assert.All(
            ListSink.Run(slower).Requests.Where(r => inputs.ContainsKey((r.Device, r.Sequence))),
            r => Assert.Equal(inputs[(r.Device, r.Sequence)], r.Input));
    }

    [Fact]
    public void Latencies_count_from_warm_up_on_and_means_are_exact()
    {
        FleetSpec spec = Fleets.Mixed();
        (FleetResult result, List<RequestRecord> requests) = ListSink.Run(spec);
        RequestRecord[] counted = [.. requests.Where(r => r.Arrival >= spec.WarmUp)];
        Assert.True(counted.Length < requests.Count);
        Assert.Equal(counted.Length, result.Latency.Samples);
        Assert.Equal(counted.Sum(r => r.Latency.Nanoseconds) / 1e6 / counted.Length, result.Latency.MeanMs, 1e-9);
        Assert.Equal(result.Latency.MeanMs, result.Latency.MeanMsByStage.Sum(), 1e-9);
        long[] sorted = [.. counted.Select(r => r.Latency.Nanoseconds).Order()];
        double median = sorted[(int)Math.Ceiling(sorted.Length * 0.5) - 1] / 1e6;
        Assert.InRange(result.Latency.P50Ms, median * 0.999, median * 1.001);
    }

    [Fact]
    public void Requests_reach_the_sink_in_the_order_in_which_they_end()
    {
        List<RequestRecord> requests = ListSink.Run(Fleets.Mixed()).Requests;
        Assert.Equal(requests.Select(r => r.Completion).Order(), requests.Select(r => r.Completion));
    }

    [Fact]
    public void An_interrupted_run_says_so_and_keeps_what_it_has()
    {
        FleetSpec spec = Fleets.Mixed() with { Duration = SimTime.FromSeconds(1e9) };
        using var cancellation = new CancellationTokenSource();
        var sink = new CancellingSink(cancellation, after: 5000);
        FleetResult result = FleetSimulation.Run(spec, sink, cancellation: cancellation.Token);
        Assert.True(result.Interrupted);
        Assert.True(result.SimulatedTime < spec.Duration);
        Assert.Equal(sink.Requests, result.Answered);
        Assert.Equal(result.Issued, result.Answered + result.InFlight);
    }

    [Fact]
    public void A_sink_that_throws_ends_the_run_with_its_exception()
    {
        var exception = Assert.Throws<IOException>(() => FleetSimulation.Run(Fleets.Mixed(), new ThrowingSink()));
        Assert.Equal("disk full", exception.Message);
    }

    [Fact]
    public void Progress_comes_by_the_clock_that_is_passed_in_and_not_more_than_ten_times_a_second()
    {
        FleetSpec spec = Fleets.Mixed() with { Duration = SimTime.FromSeconds(5_000) };
        var progress = new CountingProgress();
        FleetSimulation.Run(spec, new CancellingSink(null, int.MaxValue), progress, new SteppingClock(TimeSpan.FromMilliseconds(30)));
        Assert.InRange(progress.Reports, 1, 1 + (spec.Duration.Seconds * 50 * 6 / 100_000 / 3));
        var none = new CountingProgress();
        FleetSimulation.Run(Fleets.Mixed(), new ListSink(), none);
        Assert.Equal(0, none.Reports);
    }

    private sealed class CountingProgress : IProgress<SimulationProgress>
    {
        public int Reports { get; private set; }

        public void Report(SimulationProgress value) => Reports++;
    }

    private sealed class SteppingClock(TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += step.Ticks / 2;
    }

    private sealed class CancellingSink(CancellationTokenSource? cancellation, int after) : IRequestSink
    {
        public int Requests { get; private set; }

        public void Record(in RequestRecord request)
        {
            Requests++;
            if (Requests == after)
            {
                cancellation?.Cancel();
            }
        }
    }

    private sealed class ThrowingSink : IRequestSink
    {
        public void Record(in RequestRecord request) => throw new IOException("disk full");
    }
}
