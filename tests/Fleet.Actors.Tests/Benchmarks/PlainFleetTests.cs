using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;
using Fleet.Benchmarks.SplitInference;

namespace Fleet.Actors.Tests.Benchmarks;

/// <summary>The plain loop that the benchmark <c>fleet</c> measures beside the product simulates the same fleet.</summary>
public sealed class PlainFleetTests
{
    [Theory]
    [InlineData(50, 20)] // one cell, one server
    [InlineData(2_130, 6)] // a cell that is not full; two servers, hardly loaded
    public void The_plain_loop_and_the_actors_give_the_same_hash_and_latencies(int devices, double seconds)
    {
        FleetSpec spec = SplitInferenceFleet.Of(devices, SimTime.FromSeconds(seconds / 4), SimTime.FromSeconds(seconds));
        FleetResult expected = FleetSimulation.Run(spec, NoRequestSink.Instance);
        var plain = new PlainFleet(spec);
        plain.RunTo(spec.Duration);

        Assert.Equal(expected.ResultHash, plain.HashAt(spec.Duration));
        Assert.Equal(expected.Events, plain.Events);
        Assert.Equal(expected.Issued, plain.Issued);
        Assert.Equal(expected.Latency.P99Ms, plain.Latency.P99Ms);
        Assert.Equal(expected.Latency.MeanMsByStage, plain.Latency.MeanMsByStage);
        Assert.True(expected.Latency.Samples > devices);
    }

    [Fact]
    public void A_sink_that_wants_no_requests_changes_nothing_in_the_result()
    {
        FleetSpec spec = SplitInferenceFleet.Of(100, SimTime.Zero, SimTime.FromSeconds(5));
        var sink = new Support.ListSink();
        FleetResult listed = FleetSimulation.Run(spec, sink);
        FleetResult unlisted = FleetSimulation.Run(spec, NoRequestSink.Instance);
        Assert.Equal(listed.ResultHash, unlisted.ResultHash);
        Assert.Equal(listed.Answered, sink.Requests.Count);
    }
}
