using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.Phold;

/// <summary>PHOLD with actors in an actor system.</summary>
internal sealed class PholdRun : IDisposable
{
    private readonly FleetSystem _system;
    private readonly PholdWorld _world;
    private readonly PholdRegion[] _regions;
    private readonly RegionGroup _group;

    /// <summary>Makes an actor system, makes all actors in it and waits for them.</summary>
    public PholdRun(int entities, int threads, EventQueueKind queue, PholdConstruction construction = PholdConstruction.Slab)
        : this(new FleetSystem(threads), entities, threads, queue, construction)
    {
    }

    /// <summary>Makes all actors and waits for them. The actor system ends with the run.</summary>
    public PholdRun(FleetSystem system, int entities, int threads, EventQueueKind queue, PholdConstruction construction)
    {
        _system = system;
        _world = new PholdWorld(entities, threads, queue, construction);
        _regions = [.. Enumerable.Range(0, threads).Select(region => new PholdRegion(new RegionId(region), _world))];
        _group = new RegionGroup(_system.Actors, "phold", _regions, _world.Table, new FailureSpec());
        RunTo(SimTime.Zero);
    }

    /// <summary>Events so far.</summary>
    public long Events => _group.Events;

    /// <summary>The share of their time that the threads worked rather than waited; null with one thread.</summary>
    public double? Efficiency => _world.Exchange.Efficiency;

    /// <summary>The hash over the runs of all entities.</summary>
    public ulong Hash
    {
        get
        {
            ulong hash = 0;
            for (int i = 0; i < _world.Count; i++)
            {
                hash += PholdModel.Summary(_world.StateOf(i));
            }

            return hash;
        }
    }

    /// <summary>Sends the first event of each entity.</summary>
    public void SendFirst()
    {
        foreach (PholdRegion region in _regions)
        {
            region.SendFirst();
        }
    }

    /// <summary>Handles all events before an instant.</summary>
    public void RunTo(SimTime bound) => _group.AdvanceTo(bound);

    /// <inheritdoc/>
    public void Dispose()
    {
        _group.Close();
        _system.Dispose();
    }
}
