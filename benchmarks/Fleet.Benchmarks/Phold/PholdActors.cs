using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.Phold;

/// <summary>PHOLD's entity as an actor whose state stands in the slab.</summary>
internal sealed class PholdActor(ActorRegion region, EntityHandle handle) : EntityActor(region, handle);

/// <summary>PHOLD's entity as an actor object that handles its events itself; its state is its own.</summary>
internal sealed class PholdEventActor(PholdRegion region, EntityHandle handle, PholdWorld world) : EventActor(region, handle)
{
    private PholdState _state = PholdModel.Create(handle.Index);

    /// <summary>The state.</summary>
    public ref PholdState State => ref _state;

    /// <inheritdoc/>
    public override void OnEvent(in SimEvent item) =>
        region.Send(PholdModel.Next(ref _state, item, world.Count / 2, world.Placement));
}

/// <summary>What one PHOLD entity tells another.</summary>
/// <param name="From">The sender.</param>
internal sealed record PholdJob(int From);

/// <summary>PHOLD's entity as an ordinary Akka actor in virtual time.</summary>
internal sealed class PholdReceiveActor : ReceiveActor
{
    private readonly PholdRegion _region;
    private readonly PholdWorld _world;
    private readonly EntityHandle _self;
    private PholdState _state;

    /// <summary>Called by its Props.</summary>
    public PholdReceiveActor(PholdRegion region, PholdWorld world, int entity)
    {
        _region = region;
        _world = world;
        _self = new EntityHandle(region.Id, EntityTypes.Device, entity);
        _state = PholdModel.Create(entity);
        world.Tellers[entity] = this;
        Receive<PholdJob>(OnJob);
    }

    /// <summary>The state.</summary>
    public ref PholdState State => ref _state;

    /// <inheritdoc/>
    protected override void PreStart() =>
        Self.TellAfter(new PholdJob(_self.Index), PholdModel.First(ref _state, _self).Time);

    private void OnJob(PholdJob job)
    {
        SimTime now = _region.ActorsNow;
        var received = new SimEvent { Time = now, Destination = _self, Source = new EntityId(job.From) };
        SimEvent next = PholdModel.Next(ref _state, received, _world.Count / 2, _world.Placement);
        _world.References[next.Destination.Index].TellAfter(new PholdJob(_self.Index), next.Time - now);
    }
}
