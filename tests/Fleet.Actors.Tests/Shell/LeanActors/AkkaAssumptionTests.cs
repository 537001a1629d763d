using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.LeanActors;

/// <summary>What the lean actors take for granted of Akka. A version that changes any of it fails here.</summary>
public sealed class AkkaAssumptionTests : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public AkkaAssumptionTests()
        : base(FleetSystem.Config)
    {
    }

    [Fact]
    public void A_path_made_on_demand_is_always_the_same_path()
    {
        Start();
        IActorRef device = Find("device-17");
        Assert.IsType<LeanActorRef>(device);
        Assert.Equal("/user/fleet/device-17", device.Path.ToStringWithoutAddress());
        Assert.Equal(device.Path, device.Path);
        Assert.Equal(device.GetHashCode(), device.GetHashCode());
        Assert.NotEqual(device, Find("device-1"));
        Assert.NotEqual(device.Path.Uid, Find("link-1").Path.Uid);
    }

    [Fact]
    public async Task A_unique_number_in_a_path_must_match()
    {
        Start();
        IActorRef device = Find("device-17");
        string right = device.Path.ToStringWithUid();
        Assert.Equal(device, ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(right));
        string wrong = $"{device.Path.ToStringWithoutAddress()}#{device.Path.Uid + 1}";
        ActorIdentity identity = await Sys.ActorSelection(wrong).Ask<ActorIdentity>(new Identify(1), Soon);
        Assert.Null(identity.Subject);
    }

    [Theory]
    [InlineData("device-20")]
    [InlineData("device-x")]
    [InlineData("device--1")]
    [InlineData("adversary")]
    [InlineData("nobody")]
    public async Task A_name_that_nobody_has_is_found_by_nobody(string name)
    {
        Start();
        ActorIdentity identity = await Sys.ActorSelection($"/user/fleet/{name}").Ask<ActorIdentity>(new Identify(1), Soon);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public void Messages_do_not_pass_through_the_queue_of_a_mailbox()
    {
        Start();
        var device = (LeanActorRef)Find("device-17");
        Assert.False(device.Cell.HasMessages);
        Assert.Same(device.Cell.Mailbox!.MessageQueue, ((LeanActorRef)Find("link-1")).Cell.Mailbox!.MessageQueue);
        Assert.Throws<InvalidOperationException>(() => device.Cell.Mailbox.MessageQueue.Enqueue(device, new Envelope("message", TestActor)));
    }

    [Fact]
    public void A_supervisor_knows_by_name_only_the_children_that_have_failed()
    {
        FleetRun run = Start();
        var supervisor = (LeanSupervisorRef)run.Actor;
        Assert.Empty(supervisor.Cell.GetChildren());
        IActorRef device = Find("device-4");
        device.Tell(Kill.Instance);
        device.Tell(GetSnapshot.Instance, TestActor);
        ExpectMsg<DeviceSnapshot>(Soon);
        Assert.Equal([device], supervisor.Cell.GetChildren());
    }

    [Fact]
    public async Task A_message_behind_a_failure_reaches_the_restarted_entity()
    {
        FleetRun run = Start();
        IActorRef device = Find("device-4");
        long issued = (await device.Ask<DeviceSnapshot>(GetSnapshot.Instance, Soon)).Issued;
        device.Tell(Kill.Instance);
        DeviceSnapshot after = await device.Ask<DeviceSnapshot>(GetSnapshot.Instance, Soon);
        Assert.Equal((1, issued), (after.Restarts, after.Issued));
        run.AdvanceTo(Fleets.Mixed().Duration);
        FleetResult result = run.Result();
        Assert.Equal(result.Issued, result.Answered + result.Failed.Values.Sum() + result.InFlight);
        Assert.Equal(1, result.EntityFailures.Values.Sum());
    }

    [Fact]
    public void A_stopped_entity_is_not_found_any_more_and_its_messages_go_to_dead_letters()
    {
        Start();
        IActorRef device = Find("device-4");
        Watch(device);
        Sys.Stop(device);
        ExpectTerminated(device, Soon);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        device.Tell(GetSnapshot.Instance, TestActor);
        Assert.Equal(device, ExpectMsg<DeadLetter>(Soon).Recipient);
        Assert.Throws<ActorNotFoundException>(() => Find("device-4"));
    }

    [Fact]
    public void Who_watches_an_entity_is_told_when_its_region_ends()
    {
        FleetRun run = Start();
        run.Close();
        IActorRef device = Find("device-4");
        Watch(device);
        IActorRef link = Find("link-2");
        Watch(link);
        Sys.Stop(run.Actor);
        Assert.Equivalent(new[] { device, link }, new[] { ExpectMsg<Terminated>(Soon).ActorRef, ExpectMsg<Terminated>(Soon).ActorRef });
    }

    [Fact]
    public void An_entity_that_cannot_be_made_ends_the_run()
    {
        var table = new EntityTable(("broken-", 1));
        IActorRef actor = LeanSupervisorRef.Start(Sys, "broken", new BrokenRegion(table), table, new FailureSpec());
        var exception = Assert.Throws<ActorInitializationException>(() => actor.Ask<Advanced>(new AdvanceTo(new SimTime(1)), Soon).GetAwaiter().GetResult());
        Assert.IsType<NotSupportedException>(exception.InnerException);
    }

    [Fact]
    public void While_code_of_an_actor_runs_its_cell_is_the_current_one_of_the_thread()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new CellTeller(TestActor)));
        actor.Tell("message");
        actor.Tell(PoisonPill.Instance);
        Assert.Equal(["constructor", "PreStart", "message", "PostStop"], ReceiveN(4, Soon));
        Assert.Null(SimActorCell.Running);
    }

    [Fact]
    public void Akka_lets_go_of_idle_dispatchers_through_the_scheduler_without_complaint()
    {
        var system = new FleetSystem();
        system.Actors.EventStream.Subscribe(TestActor, typeof(Error));
        MessageDispatcher dispatcher = system.Actors.Dispatchers.Lookup("akka.actor.default-dispatcher");
        dispatcher.Schedule(() => TestActor.Tell("ran"));
        Assert.Equal("ran", ExpectMsg<string>(Soon));
        system.Dispose();
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private FleetRun Start()
    {
        var run = new FleetRun(Sys, Fleets.Mixed(), new ListSink(), new SimulationOptions { Check = true });
        run.AdvanceTo(SimTime.FromSeconds(1));
        return run;
    }

    private IActorRef Find(string name) =>
        Sys.ActorSelection($"/user/fleet/{name}").ResolveOne(Soon).GetAwaiter().GetResult();

    private sealed class CellTeller : ReceiveActor
    {
        private readonly IActorRef _listener;

        public CellTeller(IActorRef listener)
        {
            _listener = listener;
            TellIfCurrent("constructor");
            Receive<string>(TellIfCurrent);
        }

        protected override void PreStart() => TellIfCurrent("PreStart");

        protected override void PostStop() => TellIfCurrent("PostStop");

        private void TellIfCurrent(string where)
        {
            if (ReferenceEquals(InternalCurrentActorCellKeeper.Current, Context))
            {
                _listener.Tell(where);
            }
        }
    }

    private sealed class BrokenRegion(EntityTable table) : ActorRegion(RegionId.First, EventQueueKind.Buckets, table, new RegionExchange(1, SimTime.Never))
    {
        public override void Populate(LeanSupervisorRef supervisor) =>
            supervisor.CreateChild(new EntityHandle(RegionId.First, EntityTypes.Device, 0), new Props(typeof(EdgeDevice)));

        public override EntityActor CreateActor(EntityHandle entity) => throw new NotSupportedException("cannot be made");

        public override void Start(EntityHandle entity)
        {
        }

        public override object SnapshotOf(EntityHandle entity) => new();

        protected override void ReplaceState(EntityHandle entity, in SimEvent failed)
        {
        }

        protected override bool RunSlice() => false;
    }
}
