using System.Linq.Expressions;
using Akka.Actor;
using Akka.Routing;
using Akka.TestKit.Xunit2;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Ordinary Akka actors in virtual time.</summary>
public sealed class SimActorTests : TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly SimTime Delay = SimTime.FromMilliseconds(7);

    private readonly Diary _diary = new();

    public SimActorTests()
        : base(FleetSystem.Config)
    {
    }

    [Fact]
    public void A_message_to_another_actor_arrives_after_the_senders_delay()
    {
        Run(1, Spec("b", () => new Player(_diary, null, 2)), Spec("a", () => new Player(_diary, "b", 1), SimTime.FromMilliseconds(11)));
        Assert.Equal(["11 b: ball from a", "18 a: ball from b", "29 b: ball from a", "36 a: ball from b"], _diary.Lines);
    }

    [Fact]
    public void Scheduler_timers_time_outs_stash_and_clock_are_those_of_virtual_time()
    {
        Run(1, Spec("w", () => new Waiter(_diary)));
        Assert.Equal(
            [
                "7 w: action", "15 w: early at 15", "15 w: tick at 15", "25 w: beat at 25", "30 w: tick at 30",
                "45 w: timer at 45", "75 w: beat at 75", "87 w: ReceiveTimeout",
            ],
            _diary.Lines);
    }

    [Fact]
    public void Children_live_in_virtual_time_and_their_parent_supervises_and_watches_them()
    {
        FleetResult result = Run(1, Spec("p", () => new Parent(_diary)));
        Assert.Equal(
            [
                "0 p: 2 children, $2", "0 child: hello, word 1", "0 child: still there, word 1",
                "0 p: echo of hello from child", "0 p: echo of still there from child", "20 p: child has ended",
            ],
            _diary.Lines);
        Assert.Equal(["InvalidOperationException: number 1", "InvalidOperationException: number 2"], result.EntityFailures.Keys);
    }

    [Fact]
    public void Reports_snapshots_and_orders_do_not_depend_on_regions_or_queue()
    {
        FleetSpec spec = Fleets.Mixed();
        spec = spec with
        {
            Duration = SimTime.FromSeconds(5),
            DeviceClasses = [.. spec.DeviceClasses.Select(c => c with { OtherDefenses = [new DefenseOption(40_000_000, 9_000)] })],
            Actors =
            [
                Spec("one", () => new Observer(_diary)) with { ObservesRequests = true },
                Spec("two", () => new Observer(_diary)) with { ObservesRequests = true },
            ],
        };
        (FleetResult expected, List<RequestRecord> order) = Observe(spec, 1, EventQueueKind.Buckets);
        string[] diary = [.. _diary.Lines];
        Assert.Contains(order, request => request.Defense == 1);
        Assert.Contains("100 one: asks", diary);
        Assert.Contains("114 one: 0 is device-0", diary);
        Assert.Equal(2 * order.Count(request => request.Completion + Delay < spec.Duration), diary.Count(line => line.Contains("RequestRecord", StringComparison.Ordinal)));
        foreach ((EventQueueKind queue, int regions) in Ways.With(2, 3, 7))
        {
            _diary.Lines.Clear();
            (FleetResult actual, List<RequestRecord> requests) = Observe(spec, regions, queue);
            Assert.Equal(regions, actual.Partition!.Regions);
            Assert.Equal(Delay, actual.Partition.Lookahead);
            Assert.Equal(diary, _diary.Lines);
            Assert.Equal(order, requests);
            Assert.Equal((expected.ResultHash, expected.Events), (actual.ResultHash, actual.Events));
        }
    }

    [Fact]
    public void An_observer_that_orders_nothing_changes_no_result()
    {
        string alone = ListSink.Run(Fleets.Mixed()).Result.ResultHash;
        FleetSpec observed = Fleets.Mixed() with { Actors = [Spec("o", () => new Player(_diary, null, 0)) with { ObservesRequests = true }] };
        Assert.Equal(alone, ListSink.Run(observed).Result.ResultHash);
    }

    [Fact]
    public void An_actor_that_fails_is_made_anew_by_its_Props_and_counted()
    {
        FleetResult result = Run(1, Act("d", _ => throw new InvalidOperationException("bad luck")));
        Assert.Equal(["0 d: made", "10 d: made", "10 d: again after bad luck"], _diary.Lines);
        Assert.Equal(1, result.EntityFailures["InvalidOperationException: bad luck"]);
    }

    [Fact]
    public void An_actor_that_fails_too_often_ends_the_run_with_its_cause()
    {
        SimActorSpec actor = Act("d", context =>
        {
            context.Self.Tell(true);
            throw new InvalidOperationException("bad luck");
        });
        var exception = Assert.Throws<EntityStoppedException>(() => Run(1, actor));
        Assert.Contains("/user/fleet/d failed again after 3 restarts: bad luck", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_that_cannot_be_made_ends_the_run() =>
        Assert.IsType<ArgumentException>(Assert.Throws<ActorInitializationException>(
            () => Run(1, Spec("p", () => new Player(_diary, "nobody", 0)))).InnerException);

    [Fact]
    public void An_actor_may_stop_itself_and_the_run_goes_on()
    {
        FleetResult result = Run(1, Act("d", context => context.Stop(context.Self)), Spec("a", () => new Player(_diary, "d", 1)));
        Assert.Equal(SimTime.FromSeconds(1), result.SimulatedTime);
        Assert.Empty(result.EntityFailures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Between_windows_an_actor_answers_Ask_and_Identify_at_the_instant_reached(int regions)
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [Act("d", _ => { })] };
        var run = new FleetRun(Sys, spec, new ListSink(), new SimulationOptions { Regions = regions, Check = true });
        run.AdvanceTo(SimTime.FromSeconds(2));
        ActorSelection actor = Sys.ActorSelection("/user/fleet/d");
        Assert.Equal("hello seen", await actor.Ask<string>("hello", Soon));
        ActorIdentity identity = await actor.Ask<ActorIdentity>(new Identify(1), Soon);
        Assert.Equal("/user/fleet/d", identity.Subject.Path.ToStringWithoutAddress());
        Assert.Equal("2000 d: hello", _diary.Lines[^1]);
    }

    [Fact]
    public async Task The_outside_may_watch_and_stop_an_actor()
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [Act("d", _ => { })] };
        var run = new FleetRun(Sys, spec, new ListSink(), new SimulationOptions());
        run.AdvanceTo(SimTime.FromSeconds(1));
        IActorRef actor = await Sys.ActorSelection("/user/fleet/d").ResolveOne(Soon);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor, Soon);
        Assert.True(run.AdvanceTo(SimTime.FromSeconds(2)));
    }

    [Fact]
    public void A_handler_that_awaits_what_is_there_already_goes_on_at_once()
    {
        Run(1, Act("d", context => context.Self.Tell(1L)));
        Assert.Equal(["0 d: made", "10 d: awaited"], _diary.Lines);
    }

    [Fact]
    public void A_handler_that_awaits_real_time_ends_the_run()
    {
        var exception = Assert.Throws<NotSupportedException>(() => Run(1, Act("d", context => context.Self.Tell(50))));
        Assert.Contains("/user/fleet/d awaits a task", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ask_within_virtual_time_ends_the_run()
    {
        var exception = Assert.Throws<NotSupportedException>(
            () => Run(1, Act("d", context => _ = context.Fleet().Device(new DeviceId(0)).Ask(GetSnapshot.Instance))));
        Assert.Contains("/user/fleet/d uses Ask", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "unknown message", "A Device understands GetSnapshot, Identify and UseDefense, not String." },
        { "unknown message to a link", "A Link understands GetSnapshot and Identify, not UseDefense." },
        { "unknown defence", "Class camera has no defence 1; the last is 0." },
        { "too fast", "takes at least 0.007 s, not 0.006999999 s" },
        { "watch", "neither watch nor stop it" },
        { "stop", "neither watch nor stop it" },
        { "router", "cannot be a router" },
        { "bad name", "\"a/b\" is no name" },
        { "unknown class", "There is no device class x" },
        { "unknown device", "There are 20." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_virtual_time_cannot_do_fails_in_the_actor_that_tries(string what, string message)
    {
        FleetResult result = Run(1, Act("d", context => Misbehave(what, context)));
        Assert.Contains(message, Assert.Single(result.EntityFailures).Key, StringComparison.Ordinal);
    }

    [Fact]
    public void From_outside_virtual_time_its_scheduler_clock_and_delays_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "x", TestActor));
        Assert.Throws<InvalidOperationException>(() => Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => { }));
        Assert.Throws<InvalidOperationException>(() => Sys.Scheduler.Now);
        Assert.Throws<InvalidOperationException>(() => TestActor.TellAfter("x", SimTime.Zero));
    }

    public static TheoryData<string, long, string> BadSpecs => new()
    {
        { "a/b", 1, "that is no name" },
        { "device-7", 1, "belong to the entities" },
        { "twice", 1, "more than once" },
        { "late", -1, "must not be negative" },
    };

    [Theory]
    [MemberData(nameof(BadSpecs))]
    public void An_actor_that_cannot_be_is_refused_before_the_run(string name, long delay, string message)
    {
        SimActorSpec[] actors = [Spec(name, () => new Player(_diary, null, 0), new SimTime(delay)), Spec("twice", () => new Player(_diary, null, 0))];
        var exception = Assert.Throws<ArgumentException>(() => Run(1, actors));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_without_delay_keeps_the_fleet_in_one_region()
    {
        FleetResult result = Run(3, Spec("a", () => new Player(_diary, null, 0), SimTime.Zero));
        Assert.Equal(1, result.Partition!.Regions);
    }

    private static void Misbehave(string what, IActorContext context)
    {
        ISimWorld fleet = context.Fleet();
        switch (what)
        {
            case "unknown message":
                fleet.Device(new DeviceId(0)).Tell("hello");
                break;
            case "unknown message to a link":
                fleet.Link(new LinkId(0)).Tell(new UseDefense(0));
                break;
            case "unknown defence":
                fleet.Device(new DeviceId(0)).Tell(new UseDefense(1));
                break;
            case "too fast":
                fleet.Device(new DeviceId(0)).TellAfter(GetSnapshot.Instance, Delay - new SimTime(1));
                break;
            case "watch":
                context.Watch(fleet.Device(new DeviceId(0)));
                break;
            case "stop":
                context.Stop(fleet.Server(new ServerId(0)));
                break;
            case "router":
                context.ActorOf(Props.Empty.WithRouter(new RoundRobinPool(2)));
                break;
            case "bad name":
                context.ActorOf(Props.Empty, "a/b");
                break;
            case "unknown class":
                fleet.DevicesOf("x");
                break;
            default:
                fleet.Device(new DeviceId(20));
                break;
        }
    }

    private static (FleetResult Result, List<RequestRecord> Requests) Observe(FleetSpec spec, int regions, EventQueueKind queue)
    {
        var sink = new ListSink();
        var options = new SimulationOptions { Check = true, Regions = regions, Queue = queue };
        return (FleetSimulation.Run(spec, sink, options), sink.Requests);
    }

    private static FleetResult Run(int regions, params SimActorSpec[] actors) =>
        Observe(Fleets.Mixed() with { Duration = SimTime.FromSeconds(1), WarmUp = SimTime.Zero, Actors = actors }, regions, EventQueueKind.Buckets).Result;

    private static SimActorSpec Spec<T>(string name, Expression<Func<T>> make, SimTime? delay = null)
        where T : ActorBase => new(name, Props.Create(make), delay ?? Delay);

    private SimActorSpec Act(string name, Action<IActorContext> act) =>
        new(name, Props.Create(() => new Doer(_diary, act)), Delay);
}
