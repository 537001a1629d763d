using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Benchmarks.Phold;

namespace Fleet.Actors.Tests.Benchmarks;

/// <summary>How an event reaches its entity changes nothing but the time it takes.</summary>
public sealed class ConstructionTests
{
    private const int Entities = 300;

    [Fact]
    public void Slabs_actor_objects_and_ordinary_actors_give_the_same_hash_in_any_regions_and_queue()
    {
        (ulong hash, long events) = Run(PholdConstruction.Slab, 1, EventQueueKind.Buckets);
        Assert.InRange(events, Entities * 15, Entities * 25);
        foreach (PholdConstruction construction in Enum.GetValues<PholdConstruction>())
        {
            foreach ((EventQueueKind queue, int regions) in Ways.With(1, 2, 3, 4, 7))
            {
                (ulong Hash, long Events) actual = Run(construction, regions, queue);
                Assert.Equal((construction, regions, queue, hash, events), (construction, regions, queue, actual.Hash, actual.Events));
            }
        }
    }

    private static (ulong Hash, long Events) Run(PholdConstruction construction, int regions, EventQueueKind queue)
    {
        using var run = new PholdRun(Entities, regions, queue, construction);
        run.SendFirst();
        run.RunTo(SimTime.FromSeconds(20));
        return (run.Hash, run.Events);
    }
}
