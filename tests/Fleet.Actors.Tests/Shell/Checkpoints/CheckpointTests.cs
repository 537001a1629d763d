using CsCheck;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.Checkpoints;

/// <summary>A run that goes on from a checkpoint gives what the unbroken run gives.</summary>
public sealed class CheckpointTests
{
    private static readonly FleetSpec Attacked = Adversaries.With(Fleets.Mixed(), 7, 3);

    [Theory]
    [InlineData(EventQueueKind.Buckets, 1)]
    [InlineData(EventQueueKind.Buckets, 2)]
    [InlineData(EventQueueKind.Buckets, 3)]
    [InlineData(EventQueueKind.Heap, 1)]
    [InlineData(EventQueueKind.Heap, 2)]
    [InlineData(EventQueueKind.Heap, 3)]
    public void A_resumed_run_gives_the_requests_and_the_result_of_the_unbroken_one(EventQueueKind queue, int regions)
    {
        var options = new SimulationOptions { Check = true, Queue = queue, Regions = regions };
        (FleetResult expected, List<RequestRecord> requests) = Run(Attacked, options);
        var store = new MemoryStore(SimTime.FromSeconds(3.3));
        (FleetResult watched, List<RequestRecord> all) = Run(Attacked, options with { Checkpoints = store }, store);
        Assert.Equal(requests, all);
        AssertSame(expected, watched);
        Assert.Equal(6, store.Kept.Count);
        foreach (Checkpoint checkpoint in store.Kept)
        {
            (FleetResult resumed, List<RequestRecord> rest) = Run(Attacked, options with { ResumeFrom = checkpoint.Open() });
            Assert.Equal(requests[checkpoint.Requests..], rest);
            AssertSame(expected, resumed);
        }
    }

    [Fact]
    public void Fleets_cut_at_any_instant_and_resumed_give_the_same_hash() =>
        Gen.Select(Gen.ULong[1, 1000], Gen.Int[1, 3], Gen.Long[1, 19_999_999_999], Gen.Bool, Gen.Double[0.2, 3]).Sample(
            (seed, regions, cut, heap, rate) =>
            {
                FleetSpec spec = Adversaries.With(Fleets.Mixed(seed), null, 2);
                spec = spec with { DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { Arrivals = c.Arrivals.Form.Create([5 * rate]) })] };
                var options = new SimulationOptions { Check = true, Regions = regions, Queue = heap ? EventQueueKind.Heap : EventQueueKind.Buckets };
                var store = new MemoryStore(new SimTime(cut));
                (FleetResult expected, List<RequestRecord> requests) = Run(spec, options with { Checkpoints = store }, store);

                // The other queue, and a number of threads that the checkpoint overrules.
                SimulationOptions others = options with { Queue = heap ? EventQueueKind.Buckets : EventQueueKind.Heap, Regions = 4 };
                (FleetResult resumed, List<RequestRecord> rest) = Run(spec, others with { ResumeFrom = store.Kept[0].Open() });
                Assert.Equal(requests[store.Kept[0].Requests..], rest);
                AssertSame(expected, resumed);
                Assert.Equal(expected.Partition!.Regions, resumed.Partition!.Regions);
            },
            iter: LongRun.Cases(20, 2_000),
            threads: 1);

    [Fact]
    public void A_run_resumed_from_a_resumed_run_gives_the_same_hash()
    {
        var options = new SimulationOptions { Check = true, Regions = 2 };
        (FleetResult expected, _) = Run(Attacked, options);
        var store = new MemoryStore(SimTime.FromSeconds(5));
        Run(Attacked, options with { Checkpoints = store }, store);
        var second = new MemoryStore(SimTime.FromSeconds(7));
        Run(Attacked, options with { Checkpoints = second, ResumeFrom = store.Kept[1].Open() }, second);
        Assert.Equal([SimTime.FromSeconds(14)], second.Kept.Select(c => c.At));
        AssertSame(expected, Run(Attacked, options with { ResumeFrom = second.Kept[0].Open() }).Result);
    }

    [Theory]
    [InlineData(EntityTypes.Device, 4)]
    [InlineData(EntityTypes.Link, 1)]
    [InlineData(EntityTypes.Server, 1)]
    [InlineData(EntityTypes.Adversary, 0)]
    public void Failures_before_and_after_the_checkpoint_are_those_of_the_unbroken_run(EntityType type, int index)
    {
        SimulationOptions options = new() { Check = true, Regions = 3, Faults = Faults(type, index, 3, 9, 15) };
        (FleetResult expected, List<RequestRecord> requests) = Run(Attacked, options);
        Assert.Equal(3, expected.EntityFailures.Values.Sum());
        var store = new MemoryStore(SimTime.FromSeconds(6.123));
        Run(Attacked, options with { Checkpoints = store }, store);
        foreach (Checkpoint checkpoint in store.Kept)
        {
            (FleetResult resumed, List<RequestRecord> rest) = Run(Attacked, options with { ResumeFrom = checkpoint.Open() });
            Assert.Equal(requests[checkpoint.Requests..], rest);
            AssertSame(expected, resumed);
        }
    }

    [Fact]
    public void Restarts_before_the_checkpoint_count_towards_the_limit_after_it()
    {
        SimulationOptions options = new() { Faults = Faults(EntityTypes.Device, 17, 1, 2, 3, 8) };
        var store = new MemoryStore(SimTime.FromSeconds(5));
        Assert.Throws<EntityStoppedException>(() => Run(Attacked, options with { Checkpoints = store }, store));
        var exception = Assert.Throws<EntityStoppedException>(() => Run(Attacked, options with { ResumeFrom = store.Kept.Single().Open() }));
        Assert.Contains("/user/fleet/device-17 failed again after 3 restarts", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EntityTypes.Device, 4)]
    [InlineData(EntityTypes.Link, 1)]
    [InlineData(EntityTypes.Server, 1)]
    [InlineData(EntityTypes.Adversary, 0)]
    public void An_entity_that_had_stopped_stays_stopped(EntityType type, int index)
    {
        FleetSpec spec = Attacked with { Failures = new FailureSpec(MaxRestarts: 1, GoOn: true) };
        SimulationOptions options = new() { Check = true, Regions = 2, Faults = Faults(type, index, 1, 3, 15) };
        var store = new MemoryStore(SimTime.FromSeconds(9));
        (FleetResult expected, List<RequestRecord> requests) = Run(spec, options with { Checkpoints = store }, store);
        Assert.Single(expected.StoppedEntities);
        (FleetResult resumed, List<RequestRecord> rest) = Run(spec, options with { ResumeFrom = store.Kept[0].Open() });
        Assert.Equal(requests[store.Kept[0].Requests..], rest);
        AssertSame(expected, resumed);
    }

    [Fact]
    public void A_run_cancelled_between_two_checkpoints_close_to_each_other_ends_there()
    {
        using var cancellation = new CancellationTokenSource();
        var store = new MemoryStore(SimTime.FromMilliseconds(100)) { Sink = new ListSink() };
        store.Saved = () =>
        {
            if (store.Kept.Count == 3)
            {
                cancellation.Cancel();
            }
        };
        FleetResult result = FleetSimulation.Run(
            Attacked, store.Sink, new SimulationOptions { Checkpoints = store }, cancellation: cancellation.Token);
        Assert.True(result.Interrupted);
        Assert.Equal(3, store.Kept.Count);
    }

    [Theory]
    [InlineData(1, 500, 100)]
    [InlineData(1, 500, 4_000)]
    [InlineData(2, 200, 2_000)]
    [InlineData(3, 200, 1_000)]
    public void An_interrupted_run_keeps_a_checkpoint_of_where_it_was_and_goes_on_from_there(int regions, double seconds, int interruptedAfter)
    {
        FleetSpec spec = Attacked with { Duration = SimTime.FromSeconds(seconds) };
        var options = new SimulationOptions { Check = true, Regions = regions };
        (FleetResult expected, List<RequestRecord> requests) = Run(spec, options);
        using var cancellation = new CancellationTokenSource();
        var sink = new CancellingSink(interruptedAfter, cancellation);
        var store = new MemoryStore(SimTime.FromSeconds(10_000)) { Sink = sink.Requests };
        FleetResult interrupted = FleetSimulation.Run(spec, sink, options with { Checkpoints = store }, cancellation: cancellation.Token);
        Assert.True(interrupted.Interrupted);
        Checkpoint kept = Assert.Single(store.Kept);
        Assert.InRange(kept.Requests, interruptedAfter, requests.Count - 1);
        (FleetResult resumed, List<RequestRecord> rest) = Run(spec, options with { ResumeFrom = kept.Open() });
        Assert.Equal(requests[kept.Requests..], rest);
        AssertSame(expected, resumed);
    }

    [Fact]
    public void A_checkpoint_of_another_fleet_is_refused()
    {
        var store = new MemoryStore(SimTime.FromSeconds(5));
        Run(Attacked, new SimulationOptions { Checkpoints = store }, store);
        FleetSpec other = Attacked with { DeviceClasses = [.. Attacked.DeviceClasses.Select(c => c with { Count = c.Count + 1 })] };
        var exception = Assert.Throws<CheckpointFormatException>(() => Run(other, new SimulationOptions { ResumeFrom = store.Kept[0].Open() }));
        Assert.Contains("20 devices", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_ends_too_early_is_refused_wherever_it_was_cut()
    {
        var store = new MemoryStore(SimTime.FromSeconds(5));
        Run(Attacked, new SimulationOptions { Checkpoints = store, Regions = 2 }, store);
        byte[] whole = store.Kept[0].Bytes;
        Gen.Int[0, whole.Length - 1].Sample(
            length => Assert.Throws<CheckpointFormatException>(() => Run(
                Attacked, new SimulationOptions { ResumeFrom = new CheckpointReader(new MemoryStream(whole, 0, length)) })),
            iter: LongRun.Cases(30, 3_000),
            threads: 1);
    }

    [Fact]
    public void Visiting_a_queue_shows_every_event_once_and_takes_none() =>
        Gen.Select(Gen.Long[0, 1L << 40], Gen.Int[0, 3]).Array[0, 3000].Sample(
            steps =>
            {
                foreach (IEventQueue queue in (IEventQueue[])[new BucketQueue(), new HeapQueue()])
                {
                    var expected = new List<long>();
                    uint sequence = 0;
                    SimTime now = SimTime.Zero;
                    foreach ((long ahead, int kind) in steps)
                    {
                        if (kind == 0 && queue.TryPop(SimTime.Never, out SimEvent item))
                        {
                            now = item.Time;
                            expected.Remove(item.A);
                        }
                        else
                        {
                            queue.Push(new SimEvent { Time = now + new SimTime(ahead), Sequence = sequence, A = sequence });
                            expected.Add(sequence++);
                        }
                    }

                    var seen = new List<long>();
                    queue.Visit(events => seen.AddRange(events.ToArray().Select(e => e.A)));
                    Assert.Equal(expected.Order(), seen.Order());
                    Assert.Equal(expected.Count, queue.Count);
                }
            },
            iter: LongRun.Cases(50, 10_000));

    private sealed class CancellingSink(int after, CancellationTokenSource cancellation) : IRequestSink
    {
        public ListSink Requests { get; } = new();

        public void Record(in RequestRecord request)
        {
            Requests.Record(request);
            if (Requests.Requests.Count == after)
            {
                cancellation.Cancel();
            }
        }
    }

    private static InjectedFault[] Faults(EntityType type, int index, params int[] seconds) =>
        [.. seconds.Select(second => new InjectedFault(new EntityHandle(RegionId.First, type, index), SimTime.FromSeconds(second + 0.123)))];

    private static (FleetResult Result, List<RequestRecord> Requests) Run(FleetSpec spec, SimulationOptions options, MemoryStore? store = null)
    {
        var sink = new ListSink();
        if (store is not null)
        {
            store.Sink = sink;
        }

        return (FleetSimulation.Run(spec, sink, options), sink.Requests);
    }

    private static void AssertSame(FleetResult expected, FleetResult actual)
    {
        Assert.Equal(expected.ResultHash, actual.ResultHash);
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Captured, actual.Captured);
        Assert.Equal(expected.Failed, actual.Failed);
        Assert.Equal(expected.StoppedEntities, actual.StoppedEntities);
        Assert.Equal(expected.EntityFailures, actual.EntityFailures);
        Assert.Equal(expected.Latency.MeanMsByStage, actual.Latency.MeanMsByStage);
        Assert.Equal(expected.Latency with { MeanMsByStage = [] }, actual.Latency with { MeanMsByStage = [] });
    }
}
