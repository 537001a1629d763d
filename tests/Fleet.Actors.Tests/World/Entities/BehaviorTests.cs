using Fleet.Actors.Kernel;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.World.Entities;

/// <summary>What devices, links and servers do, without an actor system: every stage but one is instantaneous.</summary>
public sealed class BehaviorTests
{
    private static readonly SimTime Period = SimTime.FromMilliseconds(50);

    [Fact]
    public void The_behaviours_alone_give_the_requests_of_a_fleet_of_actors()
    {
        List<RequestRecord> expected = ListSink.Run(Fleets.Mixed()).Requests;
        Assert.NotEmpty(expected);
        Assert.Equal(expected, new BareFleet(Fleets.Mixed()).ToEnd().Requests);
    }

    /// <summary>Work of 80 ms every 50 ms: the i-th request waits i times 30 ms.</summary>
    [Fact]
    public void A_device_computes_one_request_after_the_other()
    {
        IReadOnlyList<RequestRecord> requests = new BareFleet(Fleet(device => device with { Compute = new ComputeSpec(1e9), EdgeFlops = 80_000_000 })).ToEnd().Requests;
        Assert.InRange(requests.Count, 10, 20);
        for (int i = 0; i < requests.Count; i++)
        {
            Assert.Equal(SimTime.FromMilliseconds(30 * i), requests[i].Stages.DeviceWait);
            Assert.Equal(SimTime.FromMilliseconds(80), requests[i].Stages.DeviceCompute);
            Assert.Equal(SimTime.FromMilliseconds(80 + (30 * i)), requests[i].Latency);
        }
    }

    /// <summary>8,000 bits at 100 kbit/s are 80 ms; the answer's 8,000 bits at 1 Mbit/s 8 ms, and never wait.</summary>
    [Fact]
    public void A_link_sends_one_message_after_the_other_in_each_direction()
    {
        FleetSpec fleet = Fleet(device => device with { ActivationBytes = 1_000, AnswerBytes = 1_000 });
        fleet = fleet with
        {
            Links = [fleet.Links[0] with { UpBitsPerSecond = 1e5, DownBitsPerSecond = 1e6, UpLatency = SimTime.FromMilliseconds(7), DownLatency = SimTime.FromMilliseconds(3) }],
        };
        IReadOnlyList<RequestRecord> requests = new BareFleet(fleet).ToEnd().Requests;
        Assert.InRange(requests.Count, 10, 20);
        for (int i = 0; i < requests.Count; i++)
        {
            StageTimes stages = requests[i].Stages;
            Assert.Equal((30 * i, 80, 7), (Ms(stages.UplinkWait), Ms(stages.UplinkTransfer), Ms(stages.UplinkPropagation)));
            Assert.Equal((0, 8, 3), (Ms(stages.DownlinkWait), Ms(stages.DownlinkTransfer), Ms(stages.DownlinkPropagation)));
        }
    }

    /// <summary>Batches of two: the first waits 50 ms for the second, and both take as long as the batch.</summary>
    [Fact]
    public void A_server_waits_for_a_full_batch_and_computes_it_as_one()
    {
        FleetSpec fleet = Fleet(device => device with { CloudFlops = 10_000_000 });
        fleet = fleet with
        {
            Servers = [new ServerSpec { Name = "cloud", BatchSize = 2, BatchWait = SimTime.FromMilliseconds(200), Compute = new ComputeSpec(1e9) }],
        };
        IReadOnlyList<RequestRecord> requests = new BareFleet(fleet).ToEnd().Requests;
        Assert.InRange(requests.Count, 10, 30);
        Assert.All(requests, request => Assert.Equal(request.Sequence % 2 == 0 ? 50 : 0, Ms(request.Stages.ServerWait)));
        Assert.All(requests, request => Assert.Equal(Ms(requests[0].Stages.ServerCompute), Ms(request.Stages.ServerCompute)));
        Assert.InRange(Ms(requests[0].Stages.ServerCompute), 10, 20);
    }

    [Theory]
    [InlineData(EntityTypes.Device)]
    [InlineData(EntityTypes.Link)]
    [InlineData(EntityTypes.Server)]
    public void What_a_failed_entity_held_is_lost_and_the_rest_is_answered(EntityType type)
    {
        // Of 80 ms, wherever it is spent, some are left at the failure.
        FleetSpec fleet = type switch
        {
            EntityTypes.Device => Fleet(device => device with { Compute = new ComputeSpec(1e9), EdgeFlops = 80_000_000 }),
            EntityTypes.Link => Fleet(device => device with { ActivationBytes = 1_000 }) is var slow ? slow with { Links = [slow.Links[0] with { UpBitsPerSecond = 1e5 }] } : null!,
            _ => Fleet(device => device with { CloudFlops = 80_000_000 }) with { Servers = [new ServerSpec { Name = "cloud", Compute = new ComputeSpec(1e9) }] },
        };
        BareFleet run = new BareFleet(fleet, new InjectedFault(new EntityHandle(RegionId.First, type, 0), SimTime.FromMilliseconds(500))).ToEnd();
        Assert.Equal(1, run.RestartsOf(new EntityHandle(RegionId.First, type, 0)));
        Assert.Contains(run.Requests, request => request.Outcome == RequestOutcome.EntityRestarted);
        Assert.All(run.Requests.Where(request => request.Outcome != RequestOutcome.Answered), request => Assert.True(request.Arrival <= SimTime.FromMilliseconds(500)));
        Assert.Contains(run.Requests, request => request.Outcome == RequestOutcome.Answered && request.Arrival > SimTime.FromMilliseconds(500));
        long begun = run.Requests.Count + run.InFlight;
        Assert.Equal((long)(fleet.Duration.Nanoseconds / Period.Nanoseconds), begun, 1.0);
    }

    private static int Ms(SimTime time) => (int)Math.Round(time.Milliseconds);

    /// <summary>One device with a request every 50 ms for a second, and nothing that takes time.</summary>
    private static FleetSpec Fleet(Func<DeviceClassSpec, DeviceClassSpec> change)
    {
        FleetSpec fleet = Fleets.Instant(1_000 / Period.Milliseconds, seconds: 1);
        return fleet with { DeviceClasses = [change(fleet.DeviceClasses[0] with { Arrivals = new PeriodicArrivals(1_000 / Period.Milliseconds) })] };
    }
}
