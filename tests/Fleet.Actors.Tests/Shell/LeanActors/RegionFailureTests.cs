using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.Checkpoints;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

#pragma warning disable CA2201, MA0012 // memory that runs out is what is tested

namespace Fleet.Actors.Tests.Shell.LeanActors;

/// <summary>Whatever ends the thread of a region ends the run, with its reason, wherever it happens and whatever it is.</summary>
public sealed class RegionFailureTests
{
    private static readonly TimeSpan Hanging = TimeSpan.FromMinutes(2);

    public enum Stage
    {
        Populate,
        ActorCreation,
        EntityStart,
        ActorsStart,
        Event,
        Slice,
        Window,
        Meeting,
        Observation,
        Clock,
        Saving,
        Snapshot,
    }

    public static TheoryData<Stage, int> Stages
    {
        get
        {
            var stages = new TheoryData<Stage, int>();
            foreach (Stage stage in Enum.GetValues<Stage>())
            {
                // There is no meeting, and so no clock, of one region.
                if (stage != Stage.Clock)
                {
                    stages.Add(stage, 1);
                }

                stages.Add(stage, 3);
            }

            return stages;
        }
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task Whatever_is_thrown_in_any_stage_ends_the_run_with_its_reason(Stage stage, int regions)
    {
        foreach (Exception failure in (Exception[])[new InvalidOperationException("a mistake"), new OutOfMemoryException("no room"), new Unspeakable()])
        {
            // Users' actors and the observer are in the first region.
            foreach (int failing in stage is Stage.ActorsStart or Stage.Observation ? [0] : new[] { 0, regions - 1 }.Distinct())
            {
                Exception? thrown = await Task.Run(() => Failure(stage, regions, failing, failure)).WaitAsync(Hanging);
                Assert.True(IsBecauseOf(thrown, failure), $"{stage}, {failing} of {regions}, {failure.GetType().Name}: {thrown?.GetType().Name ?? "nothing"}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_takes_the_requests_may_fail_and_ends_the_run(int regions)
    {
        var failure = new OutOfMemoryException("no room");
        Task<FleetResult> run = Task.Run(() => FleetSimulation.Run(Fleets.Mixed(), new FailingSink(failure), new SimulationOptions { Regions = regions }));
        Assert.Same(failure, await Assert.ThrowsAsync<OutOfMemoryException>(() => run.WaitAsync(Hanging)));
    }

    [Fact]
    public async Task Want_of_memory_in_a_users_actor_is_no_failure_of_the_actor()
    {
        Action<IActorContext> fail = _ => throw new OutOfMemoryException("no room");
        var spec = new SimActorSpec("a", Props.Create(() => new UserActors.Doer(new UserActors.Diary(), fail)), SimTime.FromMilliseconds(7));
        Task<FleetResult> run = Task.Run(() => FleetSimulation.Run(Fleets.Mixed() with { Actors = [spec] }, NoRequestSink.Instance));
        await Assert.ThrowsAsync<OutOfMemoryException>(() => run.WaitAsync(Hanging));
    }

    [Fact]
    public void A_run_cancelled_while_its_entities_are_made_does_not_make_the_rest()
    {
        FleetSpec spec = Fleets.Instant(1, 1);
        spec = spec with { DeviceClasses = [spec.DeviceClasses[0] with { Count = 30_000 }] };
        Assert.ThrowsAny<OperationCanceledException>(() => FleetSimulation.Run(spec, NoRequestSink.Instance, cancellation: new CancellationToken(canceled: true)));
    }

    private static Exception? Failure(Stage stage, int regions, int failing, Exception failure)
    {
        var clock = new FailingClock();
        var table = new EntityTable(("device-", regions));
        var exchange = new RegionExchange(regions, SimTime.FromMilliseconds(1), clock);
        FailingRegion[] all = [.. Enumerable.Range(0, regions).Select(index => new FailingRegion(new RegionId(index), table, exchange, index == failing ? stage : null, failure))];
        using var system = new FleetSystem(regions);
        var group = new RegionGroup(system.Actors, "failing", all, table, new FailureSpec(MaxRestarts: 1));
        try
        {
            group.AdvanceTo(SimTime.FromMilliseconds(3));
            if (stage == Stage.Snapshot)
            {
                // The device is restarted once.
                table[new EntityHandle(new RegionId(failing), EntityTypes.Device, failing)].Tell(GetSnapshot.Instance);
                table[new EntityHandle(new RegionId(failing), EntityTypes.Device, failing)].Tell(GetSnapshot.Instance);
            }

            clock.Failure = stage == Stage.Clock ? failure : null;
            group.Save(new CheckpointWriter(Stream.Null));
            group.AdvanceTo(SimTime.FromMilliseconds(9));
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            group.Close();
            system.GiveUp();
        }
    }

    // What cannot say what it is may be told as that.
    private static bool IsBecauseOf(Exception? thrown, Exception failure)
    {
        for (Exception? cause = thrown; cause is not null; cause = cause.InnerException)
        {
            if (ReferenceEquals(cause, failure) || (failure is Unspeakable && cause is OutOfMemoryException))
            {
                return true;
            }
        }

        return false;
    }

    // The reason that cannot be told: memory has run out.
    private sealed class Unspeakable : Exception
    {
        public override string Message => throw new OutOfMemoryException("no room for a reason");
    }

    private sealed class FailingSink(Exception failure) : IRequestSink
    {
        public void Record(in RequestRecord request) => throw failure;
    }

    private sealed class FailingClock : TimeProvider
    {
        public Exception? Failure { get; set; }

        public override long GetTimestamp() => Failure is null ? 0 : throw Failure;
    }

    /// <summary>Has one device, which has an event every millisecond and sends another to the next region and the observer.</summary>
    private sealed class FailingRegion(RegionId id, EntityTable table, RegionExchange exchange, Stage? stage, Exception failure)
        : ActorRegion(id, EventQueueKind.Buckets, table, exchange)
    {
        private readonly RegionExchange _exchange = exchange;
        private EventSource _source = new(new EntityId(id.Value));

        public override bool HasActors => Id == RegionId.First;

        public override void Populate(LeanSupervisorRef supervisor)
        {
            FailAt(Stage.Populate);
            supervisor.CreateChild(Device(Id), new Props(typeof(EdgeDevice)));
        }

        public override void StartActors(LeanSupervisorRef supervisor) => FailAt(Stage.ActorsStart);

#pragma warning disable AK1000 // called by the entity's own cell
        public override EntityActor CreateActor(EntityHandle entity)
        {
            FailAt(Stage.ActorCreation);
            return new EdgeDevice(this, entity);
        }
#pragma warning restore AK1000

        public override void Start(EntityHandle entity)
        {
            FailAt(Stage.EntityStart);
            Send(_source.Emit(entity, SimTime.FromMilliseconds(1), EventKinds.Arrival));
        }

        public override object SnapshotOf(EntityHandle entity)
        {
            FailAt(Stage.Snapshot);
            return new object();
        }

        public override void Save(CheckpointWriter writer, MessageCodec codec)
        {
            FailAt(Stage.Saving);
            base.Save(writer, codec);
        }

        protected override void ReplaceState(EntityHandle entity, in SimEvent failed)
        {
        }

        protected override bool RunSlice() => RunSlice(new Handler(this));

        protected override void AfterSlice() => FailAt(Stage.Slice);

        protected override void AfterWindow() => FailAt(Stage.Window);

        protected override void AfterBarrier(int buffer, long events) => FailAt(Stage.Meeting);

        protected override void Observe(in SimEvent item) => FailAt(Stage.Observation);

        private static EntityHandle Device(RegionId region) => new(region, EntityTypes.Device, region.Value);

        private void Happen(in SimEvent item)
        {
            if (item.Kind == EventKinds.Arrival)
            {
                SimTime next = Now + SimTime.FromMilliseconds(1);
                Send(_source.Emit(item.Destination, next, EventKinds.Arrival));
                Send(_source.Emit(Device(new RegionId((Id.Value + 1) % _exchange.Regions)), next, EventKinds.AnswerAtDevice));
                Send(_source.Emit(new EntityHandle(_exchange.Observer, EntityTypes.Device, 0), Now, EventKinds.MessageSeen));
            }
            else if (item.Kind == EventKinds.MessageSeen)
            {
                Observe(item); // of one region
            }

            FailAt(Stage.Event);
        }

        private void FailAt(Stage here)
        {
            if (stage == here)
            {
                throw failure;
            }
        }

        private readonly struct Handler(FailingRegion region) : IEventHandler
        {
            public void Prefetch(EntityHandle entity, int request)
            {
            }

            public void OnEvent(in SimEvent item) => region.Happen(item);
        }
    }
}
