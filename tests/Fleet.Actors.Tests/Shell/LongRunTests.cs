using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell;

/// <summary>Its tests run alone: memory is that of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    internal const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class LongRunTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Memory_does_not_grow_with_simulated_time(int regions)
    {
        FleetSpec spec = Fleets.Mixed() with { Duration = SimTime.FromSeconds(3600), WarmUp = SimTime.Zero };
        using var system = new FleetSystem(regions);
        var run = new FleetRun(system.Actors, spec, new CountingSink(), new SimulationOptions { Regions = regions });
        run.AdvanceTo(SimTime.FromSeconds(300));
        long early = GC.GetTotalMemory(forceFullCollection: true);
        run.AdvanceTo(spec.Duration);
        long late = GC.GetTotalMemory(forceFullCollection: true);
        FleetResult result = run.Result();
        run.Close();

        // 4 bytes for each of the requests in between would be too many.
        Assert.True(result.Answered > 100_000);
        Assert.InRange(late - early, long.MinValue, 400_000);
    }

    private sealed class CountingSink : IRequestSink
    {
        public long Count { get; private set; }

        public void Record(in RequestRecord request) => Count++;
    }
}
