using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.World.Telemetry;

public sealed class RunRecorderTests
{
    [Fact]
    public void A_way_to_end_that_nothing_counts_is_refused_and_not_counted_as_another()
    {
        var recorder = new RunRecorder(classes: 1, SimTime.Zero, NoRequestSink.Instance, check: false);
        var exception = Assert.Throws<InvariantViolationException>(() => recorder.End(new RequestRecord
        {
            Device = new DeviceId(3),
            DeviceClass = 0,
            Sequence = 5,
            Input = 0,
            Server = ServerId.None,
            Arrival = SimTime.Zero,
            Completion = SimTime.Zero,
            Outcome = (RequestOutcome)99,
            Stages = default,
        }));
        Assert.Equal("Request 5 of device 3 ended as 99, which nothing counts.", exception.Message);
        Assert.All(Enum.GetValues<RequestOutcome>(), outcome => Assert.Equal(0, recorder.EndedAs(outcome)));
    }
}
