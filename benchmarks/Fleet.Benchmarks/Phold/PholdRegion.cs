using System.Runtime.CompilerServices;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.Phold;

/// <summary>A region of PHOLD entities on the product's engine.</summary>
internal sealed class PholdRegion(RegionId id, PholdWorld world) : ActorRegion(id, world.Queue, world.Table, world.Exchange)
{
    private static readonly Props EntityProps = new(typeof(PholdActor));
    private static readonly Props ObjectProps = new(typeof(PholdEventActor));

    /// <inheritdoc/>
    public override void Populate(LeanSupervisorRef supervisor)
    {
        for (int entity = 0; entity < world.Count; entity++)
        {
            if (world.RegionOf(entity) != Id)
            {
                continue;
            }

            switch (world.Construction)
            {
                case PholdConstruction.Tell:
                    AddTeller(supervisor, entity);
                    break;
                case PholdConstruction.ActorObject:
                    supervisor.CreateChild(new EntityHandle(Id, EntityTypes.Device, entity), ObjectProps);
                    break;
                default:
                    supervisor.CreateChild(new EntityHandle(Id, EntityTypes.Device, entity), EntityProps);
                    break;
            }
        }
    }

#pragma warning disable AK1000 // called by the entity's own cell
    /// <inheritdoc/>
    public override EntityActor CreateActor(EntityHandle entity) => world.Construction == PholdConstruction.ActorObject
        ? world.Objects[entity.Index] = new PholdEventActor(this, entity, world)
        : new PholdActor(this, entity);
#pragma warning restore AK1000

    /// <inheritdoc/>
    public override void Start(EntityHandle entity)
    {
        if (world.Construction == PholdConstruction.Slab)
        {
            world.States[entity.Index] = PholdModel.Create(entity.Index);
        }
    }

    /// <summary>Sends the first event of each entity; while the region is idle. Ordinary actors have sent theirs already.</summary>
    public void SendFirst()
    {
        for (int entity = 0; entity < world.Count; entity++)
        {
            if (world.RegionOf(entity) == Id && world.Construction != PholdConstruction.Tell)
            {
                Send(PholdModel.First(ref world.StateOf(entity), new EntityHandle(Id, EntityTypes.Device, entity)));
            }
        }
    }

    /// <inheritdoc/>
    public override object SnapshotOf(EntityHandle entity) => world.StateOf(entity.Index);

    /// <inheritdoc/>
    protected override void ReplaceState(EntityHandle entity, in SimEvent failed) => Start(entity);

    /// <inheritdoc/>
    protected override bool RunSlice() => world.Construction switch
    {
        PholdConstruction.ActorObject => RunSlice(new ObjectHandler(world)),
        PholdConstruction.Tell => RunSlice(new MessageHandler(this)),
        _ => RunSlice(new Handler(this, world)),
    };

    private void AddTeller(LeanSupervisorRef supervisor, int entity)
    {
        var root = new SimActorFamily(this, new EntityHandle(Id, EntityTypes.Actor, entity), new EntityId(entity), PholdModel.Lookahead);
        SimActorRef actor = supervisor.AddActor(
            $"entity-{entity}", Props.Create(() => new PholdReceiveActor(this, world, entity)), root);
        world.References[entity] = actor;
        actor.Start();
    }

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

    private readonly struct ObjectHandler(PholdWorld world) : IEventHandler
    {
        private readonly PholdEventActor[] _actors = world.Objects;

        public void Prefetch(EntityHandle entity, int request)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => _actors[item.Destination.Index].OnEvent(item);
    }

    private readonly struct MessageHandler(PholdRegion region) : IEventHandler
    {
        public void Prefetch(EntityHandle entity, int request)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void OnEvent(in SimEvent item) => region.Deliver(item);
    }
}

/// <summary>What the regions of PHOLD share.</summary>
internal sealed class PholdWorld(int entities, int regions, EventQueueKind queue, PholdConstruction construction)
{
    /// <summary>How events reach entities.</summary>
    public PholdConstruction Construction => construction;

    /// <summary>The number of entities.</summary>
    public int Count => entities;

    /// <summary>The states of all entities, if they stand in a slab.</summary>
    public Slab<PholdState> States { get; } = new(construction == PholdConstruction.Slab ? entities : 0);

    /// <summary>The actor objects that handle their events themselves.</summary>
    public PholdEventActor[] Objects { get; } = new PholdEventActor[construction == PholdConstruction.ActorObject ? entities : 0];

    /// <summary>The ordinary actors.</summary>
    public PholdReceiveActor[] Tellers { get; } = new PholdReceiveActor[construction == PholdConstruction.Tell ? entities : 0];

    /// <summary>The addresses of the ordinary actors.</summary>
    public IActorRef[] References { get; } = new IActorRef[construction == PholdConstruction.Tell ? entities : 0];

    /// <summary>Their references.</summary>
    public EntityTable Table { get; } = new(("entity-", entities));

    /// <summary>Where the regions meet.</summary>
    public RegionExchange Exchange { get; } = new(regions, PholdModel.Lookahead, TimeProvider.System);

    /// <summary>The event queue of each region.</summary>
    public EventQueueKind Queue => queue;

    /// <summary>Where entities live: regions hold equally long runs of them.</summary>
    public Blocks Placement { get; } = new(entities, regions);

    /// <summary>The region of an entity.</summary>
    public RegionId RegionOf(int entity) => Placement.RegionOf(entity);

    /// <summary>The state of an entity.</summary>
    public ref PholdState StateOf(int entity)
    {
        switch (construction)
        {
            case PholdConstruction.ActorObject:
                return ref Objects[entity].State;
            case PholdConstruction.Tell:
                return ref Tellers[entity].State;
            default:
                return ref States[entity];
        }
    }

    /// <summary>Equally long runs of entities.</summary>
    internal readonly struct Blocks(int entities, int regions) : IPlacement
    {
        private readonly int _length = (entities + regions - 1) / regions;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public RegionId RegionOf(int entity) => regions == 1 ? RegionId.First : new RegionId(entity / _length);
    }
}
