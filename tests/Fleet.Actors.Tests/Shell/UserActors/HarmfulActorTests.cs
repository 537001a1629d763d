using System.Linq.Expressions;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

#pragma warning disable AK1003, AK1004, MA0134, MA0147, MA0155 // what must not be done is done here

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Actors that would end the process, or never end, or end the world: the run ends, and says why.</summary>
public sealed class HarmfulActorTests
{
    private readonly Diary _diary = new();

    [Fact]
    public void A_message_to_itself_without_end_is_named() => AssertEndless("/user/fleet/a", Act(context => context.Self.Tell(true)));

    [Fact]
    public void A_timer_of_zero_without_end_is_named() => AssertEndless(
        "/user/fleet/a", Act(context => context.System.Scheduler.ScheduleTellOnce(TimeSpan.Zero, context.Self, true, context.Self)));

    [Fact]
    public void Answers_without_delay_and_without_end_are_named() => AssertEndless(
        "/user/fleet/",
        Spec("a", () => new Player(new Diary(), null, int.MaxValue), SimTime.Zero),
        Spec("b", () => new Player(new Diary(), "a", int.MaxValue), SimTime.Zero));

    [Fact]
    public void Restarts_that_fail_again_without_end_are_named() => AssertEndless("/user/fleet/a", Spec("a", () => new Nursery()));

    [Fact]
    public void The_limit_is_for_one_instant_and_not_for_the_run()
    {
        SimActorSpec actor = Act(context => context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMicroseconds(10), context.Self, true, context.Self));
        FleetResult result = FleetSimulation.Run(Fleet(actor), NoRequestSink.Instance, new SimulationOptions { EventsAtOneInstant = 2_000 });
        Assert.InRange(result.Events, 10_000, 11_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_an_async_void_method_throws_is_the_actors_failure(bool afterAwait)
    {
        FleetResult result = Run(Act(async _ =>
        {
            if (afterAwait)
            {
                await Task.CompletedTask;
            }

            throw new InvalidOperationException("bad luck");
        }));
        Assert.Equal(["0 a: made", "10 a: made", "10 a: again after bad luck"], _diary.Lines);
        Assert.Equal(1, result.EntityFailures["InvalidOperationException: bad luck"]);
    }

    [Fact]
    public void What_an_async_void_PreStart_throws_is_the_actors_failure()
    {
        var exception = Assert.Throws<EntityStoppedException>(() => Run(Spec("a", () => new Hasty())));
        Assert.Contains("/user/fleet/a failed again after 3 restarts: too early", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_async_void_method_that_awaits_real_time_ends_the_run(bool throws)
    {
        var exception = Assert.Throws<NotSupportedException>(() => Run(Act(async _ =>
        {
            await Task.Run(() => { });
            if (throws)
            {
                throw new InvalidOperationException("late");
            }
        })));
        Assert.Contains("/user/fleet/a awaits a task", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_actor_may_wait_for_a_task_and_stand_still_meanwhile()
    {
        Run(Act(context => _diary.Add(context, LaterAsync().GetAwaiter().GetResult())));
        Assert.Equal(["0 a: made", "10 a: 7"], _diary.Lines);

        static async Task<int> LaterAsync()
        {
            await Task.Yield();
            return 7;
        }
    }

    [Fact]
    public void A_message_from_another_thread_while_time_passes_ends_the_run()
    {
        var exception = Assert.Throws<NotSupportedException>(() => Run(Act(context =>
        {
            IActorRef self = context.Self;
            Task.Run(() => self.Tell("from elsewhere")).GetAwaiter().GetResult();
        })));
        Assert.Contains("/user/fleet/a was told String by another thread", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_actor_that_ends_the_actor_system_ends_the_run_as_failed(int regions)
    {
        FleetSpec spec = Fleets.Mixed() with { Actors = [Act(context => context.System.Terminate())] };
        Assert.Throws<WorldStoppedException>(() => FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { Regions = regions }));
    }

    [Fact]
    public void An_actor_cannot_stop_the_world_above_it()
    {
        foreach (Action<IActorContext> stop in (Action<IActorContext>[])[context => context.Stop(context.Parent), context => context.Parent.Tell(PoisonPill.Instance)])
        {
            FleetResult result = Run(Act(stop));
            Assert.Contains("/user/fleet/a can neither stop /user/fleet", Assert.Single(result.EntityFailures).Key, StringComparison.Ordinal);
        }
    }

    private static void AssertEndless(string who, params SimActorSpec[] actors)
    {
        var options = new SimulationOptions { EventsAtOneInstant = 20_000 };
        var exception = Assert.Throws<EndlessInstantException>(() => FleetSimulation.Run(Fleet(actors), NoRequestSink.Instance, options));
        Assert.StartsWith(who, exception.Who, StringComparison.Ordinal);
        Assert.Contains(exception.Who, exception.Message, StringComparison.Ordinal);
    }

    private static FleetResult Run(SimActorSpec actor) => FleetSimulation.Run(Fleet(actor), NoRequestSink.Instance);

    private static FleetSpec Fleet(params SimActorSpec[] actors) => Fleets.Instant(arrivalsPerSecond: 1, seconds: 0.11) with { Actors = actors };

    private static SimActorSpec Spec<T>(string name, Expression<Func<T>> make, SimTime? delay = null)
        where T : ActorBase => new(name, Props.Create(make), delay ?? SimTime.FromMilliseconds(7));

    private SimActorSpec Act(Action<IActorContext> act) => Spec("a", () => new Doer(_diary, act));

    private sealed class Hasty : ReceiveActor
    {
        protected override async void PreStart()
        {
            await Task.CompletedTask;
            throw new InvalidOperationException("too early");
        }
    }

    private sealed class Nursery : ReceiveActor
    {
        public Nursery() => Context.ActorOf(Props.Create(() => new Foundling()), "child").Tell("go");

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Restart);
    }

    private sealed class Foundling : ReceiveActor
    {
        public Foundling() => ReceiveAny(_ => throw new InvalidOperationException("fails"));

        protected override void PostRestart(Exception reason) => throw new InvalidOperationException("fails again");
    }
}
