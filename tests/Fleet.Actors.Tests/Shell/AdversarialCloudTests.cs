using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell;

public sealed class AdversarialCloudTests
{
    [Fact]
    public void Only_messages_that_crossed_a_link_are_seen_and_at_the_instant_they_did()
    {
        (FleetResult result, List<RequestRecord> requests) = ListSink.Run(Adversaries.With(Fleets.Mixed(), null, null));
        Dictionary<(DeviceId, long), RequestRecord> answered = requests.ToDictionary(r => (r.Device, r.Sequence));
        int matched = 0;
        foreach (CapturedMessage message in result.Captured)
        {
            if (answered.TryGetValue((message.Device, message.Sequence), out RequestRecord r))
            {
                matched++;
                StageTimes s = r.Stages;
                Assert.Equal(r.Arrival + s.DeviceWait + s.DeviceCompute + s.Defense + s.UplinkWait + s.UplinkTransfer + s.UplinkPropagation, message.CapturedAt);
                Assert.Equal((r.Input, r.Server, r.DeviceClass), (message.Input, message.Server, message.DeviceClass));
            }
        }

        Assert.Equal(requests.Count, matched);
        Assert.InRange(result.Captured.Count, matched, matched + result.InFlight);
        Assert.Equal(result.Captured.Select(m => m.CapturedAt).Order(), result.Captured.Select(m => m.CapturedAt));
    }

    [Fact]
    public void Attacks_are_first_come_first_served_at_the_adversarys_rate()
    {
        IReadOnlyList<CapturedMessage> captured = ListSink.Run(Adversaries.With(Fleets.Mixed(), 5, 3)).Result.Captured;
        SimTime free = SimTime.Zero;
        foreach (CapturedMessage message in captured)
        {
            free = SimTime.Max(free, message.CapturedAt) + SimTime.FromSeconds(0.1 * (message.DeviceClass + 1));
            Assert.Equal(free, message.ReconstructedAt);
        }

        Assert.Equal(15, captured.Count);
    }

    [Fact]
    public void What_the_adversary_learns_first_is_done_before_any_attack()
    {
        FleetSpec plain = Adversaries.With(Fleets.Mixed(), 5, 3);
        double rate = 1e9;
        FleetSpec learning = plain with { Adversary = plain.Adversary! with { FlopsPerSecond = rate, PreparationFlops = 1000 * rate, AttackFlopsByClass = [.. plain.DeviceClasses.Select(_ => 0L)] } };
        IReadOnlyList<CapturedMessage> captured = ListSink.Run(learning).Result.Captured;
        Assert.All(captured, message => Assert.Equal(SimTime.Max(message.CapturedAt, SimTime.FromSeconds(1000)), message.ReconstructedAt));
    }

    [Fact]
    public void The_first_messages_of_each_target_that_arrive_are_attacked()
    {
        IReadOnlyList<CapturedMessage> captured = ListSink.Run(Adversaries.With(Fleets.Mixed(), 5, 3)).Result.Captured;
        Assert.All(captured.GroupBy(m => m.Device), g => Assert.Equal([0L, 1L, 2L], g.Select(m => m.Sequence)));
        Assert.Equal(5, captured.Select(m => m.Device).Distinct().Count());
    }

    [Fact]
    public void Nothing_in_the_fleet_depends_on_the_adversary()
    {
        List<RequestRecord> without = ListSink.Run(Fleets.Mixed()).Requests;
        List<RequestRecord> with = ListSink.Run(Adversaries.With(Fleets.Mixed(), null, null)).Requests;
        Assert.Equal(without, with);
    }

    [Fact]
    public void Targets_are_spread_evenly_over_the_classes_and_drawn_from_the_seed()
    {
        bool[] targets = Targets(seed: 1, 7)!;
        Assert.Equal(4, targets.Take(12).Count(t => t));
        Assert.Equal(3, targets.Skip(12).Count(t => t));
        Assert.Equal(targets, Targets(seed: 1, 7));
        Assert.NotEqual(targets, Targets(seed: 2, 7));
    }

    [Fact]
    public void More_targets_include_the_fewer() =>
        Assert.All(Targets(1, 5)!.Zip(Targets(1, 11)!), pair => Assert.True(!pair.First || pair.Second));

    [Fact]
    public void Without_a_number_all_devices_are_targets() => Assert.Null(Targets(1, null));

    [Theory]
    [InlineData(6, new[] { 10, 10, 10 }, new[] { 2, 2, 2 })]
    [InlineData(7, new[] { 10, 10, 10 }, new[] { 3, 2, 2 })]
    [InlineData(9, new[] { 1, 10, 10 }, new[] { 1, 4, 4 })]
    [InlineData(100, new[] { 1, 2 }, new[] { 1, 2 })]
    [InlineData(3, new int[0], new int[0])]
    public void A_share_is_even_within_what_each_can_take(int total, int[] sizes, int[] expected) =>
        Assert.Equal(expected, TargetSelection.Share(total, sizes));

    private static bool[]? Targets(ulong seed, int? count)
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(seed), count, 1);
        return TargetSelection.Choose(new FleetTopology(spec), spec.Adversary!);
    }
}
