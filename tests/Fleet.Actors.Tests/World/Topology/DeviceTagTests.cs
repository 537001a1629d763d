using System.Numerics;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests.World.Topology;

/// <summary>What crosses a link names its request, however many its device has sent.</summary>
public sealed class DeviceTagTests
{
    public static TheoryData<long> Numbers => [0, 1, int.MaxValue, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 39) + 5, DeviceTag.MostRequests - 1];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_adversary_knows_the_request_and_its_picture(long sequence)
    {
        FleetSpec spec = Adversaries.With(Fleets.Mixed(), null, null);
        var topology = new FleetTopology(spec);
        DeviceClassModel[] classes = DeviceClassModel.Of(topology);
        var behavior = new AdversaryBehavior(topology, classes, spec.Adversary!);
        (long a, int b) = new DeviceTag(new DeviceId(13), 1, 255).With(sequence);
        var item = new SimEvent(SimTime.Zero, topology.Adversary, EventKinds.MessageSeen, topology.IdOf(new ServerId(0)), 0, a: a, b: b);

        CapturedMessage message = behavior.Receive(behavior.Create(), item, SimTime.Zero)!;
        Assert.Equal((new DeviceId(13), 1, 255, sequence), (message.Device, message.DeviceClass, message.Defense, message.Sequence));
        Assert.Equal(classes[1].Inputs.Of(new DeviceId(13), sequence), message.Input);
    }

    /// <summary>Checkpoints and hashes of all runs so far stay as they are.</summary>
    [Fact]
    public void Numbers_below_2_to_the_31_leave_the_first_payload_alone() =>
        Assert.Equal(((9L << 48) | (7L << 32) | 5, int.MaxValue), new DeviceTag(new DeviceId(5), 7, 9).With(int.MaxValue));

    [Fact]
    public void A_number_without_room_is_refused_by_name() => Assert.Contains(
        "Device 5 has sent 1,099,511,627,776 requests",
        Assert.Throws<InvalidOperationException>(() => new DeviceTag(new DeviceId(5), 7, 9).With(DeviceTag.MostRequests)).Message,
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Chosen_pictures_are_taken_in_turn_without_end(long sequence)
    {
        int[] indices = [4, 8, 15, 16, 23, 42, 108];
        var topology = new FleetTopology(Fleets.Mixed());
        var choice = new InputChoice(new InputSpec(10_000, indices), int.MaxValue, new DeviceId(3), topology.Draws(RandomPurpose.Input));
        int place = (int)((((BigInteger)sequence * int.MaxValue) + 5 - 3) % indices.Length);
        Assert.Equal(indices[place], choice.Of(new DeviceId(5), sequence));
    }
}
