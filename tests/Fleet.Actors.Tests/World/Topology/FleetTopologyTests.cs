using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.World.Topology;

public sealed class FleetTopologyTests
{
    private readonly FleetTopology _topology = new(Fleets.Mixed());

    [Fact]
    public void There_are_as_many_links_of_a_kind_as_its_devices_need()
    {
        Assert.Equal(20, _topology.Devices);
        Assert.Equal(3 + 8, _topology.Links);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2], Enumerable.Range(0, 12).Select(LinkOf));
        Assert.Equal(Enumerable.Range(3, 8), Enumerable.Range(12, 8).Select(LinkOf));
    }

    [Fact]
    public void Links_of_a_kind_take_the_servers_in_turn() =>
        Assert.Equal([0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1], Enumerable.Range(0, 11).Select(link => _topology.ServerOf(new LinkId(link)).Value));

    [Fact]
    public void Entities_are_numbered_devices_first_then_links_then_servers() =>
        Assert.Equal((20, 31, 33), (_topology.IdOf(new LinkId(0)).Value, _topology.IdOf(new ServerId(0)).Value, _topology.AdversaryId.Value));

    [Fact]
    public void The_cause_of_an_event_names_its_link_or_server()
    {
        Assert.Equal(new LinkId(7), _topology.LinkOf(_topology.IdOf(new LinkId(7))));
        Assert.Equal(new ServerId(1), _topology.ServerOf(_topology.IdOf(new ServerId(1))));
    }

    [Fact]
    public void The_lookahead_is_the_least_latency_of_any_link() =>
        Assert.Equal(SimTime.FromMilliseconds(10), _topology.Lookahead);

    [Fact]
    public void A_specification_that_names_a_missing_link_is_refused()
    {
        FleetSpec spec = Fleets.Mixed();
        spec = spec with { DeviceClasses = [spec.DeviceClasses[0] with { Link = 7 }] };
        Assert.Throws<ArgumentException>(() => new FleetTopology(spec));
    }

    private int LinkOf(int device) => _topology.LinkOf(new DeviceId(device)).Value;
}
