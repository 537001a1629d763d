using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors;
using Fleet.Actors.LeanActors;
using Fleet.Actors.Time;

namespace Fleet.Benchmarks.Phold;

/// <summary>PHOLD's entity as an actor.</summary>
internal sealed class PholdActor(Region region, EntityHandle handle) : EntityActor(region, handle);

/// <summary>A region of PHOLD entities on the product's engine.</summary>
internal sealed class PholdRegion(int index, PholdWorld world) : Region(index, world.Queue, world.Table, world.Exchange)
{
    private static readonly Props EntityProps = new(typeof(PholdActor));

    /// <inheritdoc/>
    public override void Populate(LeanSupervisorRef supervisor)
    {
        for (int entity = 0; entity < world.States.Count; entity++)
        {
            if (world.RegionOf(entity) == Index)
            {
                supervisor.CreateChild(new EntityHandle(Index, EntityType.Device, entity), EntityProps);
            }
        }
    }

#pragma warning disable AK1000 // called by the entity's own cell
    /// <inheritdoc/>
    public override EntityActor CreateActor(EntityHandle entity) => new PholdActor(this, entity);
#pragma warning restore AK1000

    /// <inheritdoc/>
    public override void Start(EntityHandle entity) => world.States[entity.Index] = PholdModel.Create(entity.Index);

    /// <summary>Sends the first event of each entity; while the region is idle.</summary>
    public void SendFirst()
    {
        for (int entity = 0; entity < world.States.Count; entity++)
        {
            if (world.RegionOf(entity) == Index)
            {
                Send(PholdModel.First(ref world.States[entity], new EntityHandle(Index, EntityType.Device, entity)));
            }
        }
    }

    /// <inheritdoc/>
    public override object SnapshotOf(EntityHandle entity) => world.States[entity.Index];

    /// <inheritdoc/>
    protected override void TakeOver(EntityHandle entity, in SimEvent failed) => Start(entity);

    /// <inheritdoc/>
    protected override bool RunSlice() => RunSlice(new Handler(this, world));

    private readonly struct Handler(PholdRegion region, PholdWorld world) : IEventHandler
    {
        private readonly Slab<PholdState> _states = world.States;
        private readonly PholdWorld.Blocks _placement = world.Placement;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Prefetch(EntityHandle entity, int request) => _states.Prefetch(entity.Index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => region.Send(
            PholdModel.Next(ref _states[item.Destination.Index], item, _states.Count / 2, _placement));
    }
}

/// <summary>What the regions of PHOLD share.</summary>
internal sealed class PholdWorld(int entities, int regions, EventQueueKind queue)
{
    /// <summary>The states of all entities.</summary>
    public Slab<PholdState> States { get; } = new(entities);

    /// <summary>Their references.</summary>
    public EntityTable Table { get; } = new(("entity-", entities));

    /// <summary>Where the regions meet.</summary>
    public RegionExchange Exchange { get; } = new(regions, PholdModel.Lookahead, TimeProvider.System);

    /// <summary>The event queue of each region.</summary>
    public EventQueueKind Queue => queue;

    /// <summary>Where entities live: regions hold equally long runs of them.</summary>
    public Blocks Placement { get; } = new(entities, regions);

    /// <summary>The region of an entity.</summary>
    public int RegionOf(int entity) => Placement.RegionOf(entity);

    /// <summary>Equally long runs of entities.</summary>
    internal readonly struct Blocks(int entities, int regions) : IPlacement
    {
        private readonly int _length = (entities + regions - 1) / regions;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int RegionOf(int entity) => regions == 1 ? 0 : entity / _length;
    }
}
