using Akka.Actor;
using Fleet.Actors;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Messages;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Phold;

/// <summary>PHOLD with actors in an actor system.</summary>
internal sealed class PholdRun : IDisposable
{
    private readonly FleetSystem _system = new();
    private readonly PholdWorld _world;
    private readonly PholdRegion _region;
    private readonly IActorRef _actor;

    /// <summary>Makes all actors and waits for them.</summary>
    public PholdRun(int entities, EventQueueKind queue)
    {
        _world = new PholdWorld(entities, 1, queue);
        _region = new PholdRegion(0, _world);
        _actor = LeanSupervisorRef.Start(_system.Actors, "phold", _region, _world.Table, new SimulationOptions());
        RunTo(SimTime.Zero);
    }

    /// <summary>Events so far.</summary>
    public long Events => _region.Events;

    /// <summary>The hash over the runs of all entities.</summary>
    public ulong Hash
    {
        get
        {
            ulong hash = 0;
            for (int i = 0; i < _world.States.Count; i++)
            {
                hash += PholdModel.Summary(_world.States[i]);
            }

            return hash;
        }
    }

    /// <summary>Sends the first event of each entity.</summary>
    public void SendFirst() => _region.SendFirst();

    /// <summary>Handles all events before an instant.</summary>
    public void RunTo(SimTime bound) =>
        _actor.Ask<Advanced>(new AdvanceTo(bound), Timeout.InfiniteTimeSpan).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _region.Close();
        _system.Dispose();
    }
}
