using System.Linq.Expressions;
using Akka.Actor;
using Akka.Pattern;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Telemetry;

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>What Akka does by a clock, beyond timers and the scheduler themselves: by that of virtual time.</summary>
public sealed class ClockTests
{
    private readonly Diary _diary = new();

    [Fact]
    public void A_state_machines_time_outs_and_timers_are_virtual()
    {
        Run(Spec(() => new Lamp(_diary)), milliseconds: 200);

        // Akka's state machines tell of the state that they begin in, too.
        Assert.Equal(["0 a: off", "40 a: on", "110 a: off", "150 a: on"], _diary.Lines);
    }

    [Fact]
    public void A_circuit_breaker_half_closes_after_virtual_time()
    {
        Run(Spec(() => new Electrician(_diary)), milliseconds: 200);
        Assert.Equal(["10 a: open", "30 a: open", "50 a: open", "70 a: half open", "70 a: closed"], _diary.Lines);
    }

    [Fact]
    public void A_cancelable_is_cancelled_after_virtual_time()
    {
        Run(Spec(() => new Hesitant(_diary)), milliseconds: 200);
        Assert.Equal(["0 a: begins", "10 a: tick", "20 a: tick", "30 a: tick"], _diary.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_back_off_lasts_virtual_time(bool fails)
    {
        Props child = Props.Create(() => new Mayfly(_diary, fails));
        BackoffOptions options = fails
            ? Backoff.OnFailure(child, "child", TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), 0, 3)
            : Backoff.OnStop(child, "child", TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), 0, 3);
        Run(Spec(BackoffSupervisor.Props(options.WithManualReset())), milliseconds: 300);

        // Made after 10 ms of life and a pause of 20, 40 and 80 ms.
        Assert.Equal(["0 child: lives", "30 child: lives", "80 child: lives", "170 child: lives"], _diary.Lines);
    }

    [Fact]
    public void A_back_off_of_random_length_is_refused()
    {
        Props props = BackoffSupervisor.Props(Backoff.OnStop(Props.Create(() => new Mayfly(_diary, false)), "child", TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), 0.2, 3));
        FleetResult result = Run(Spec(() => new Doer(_diary, context => context.ActorOf(props, "supervisor"))), milliseconds: 20);
        Assert.Contains("its random factor is drawn by the machine", Assert.Single(result.EntityFailures).Key, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mailbox_is_not_left_after_an_amount_of_real_time()
    {
        using var system = new FleetSystem();
        Assert.Null(system.Actors.Dispatchers.Lookup(FleetSystem.DispatcherPath(RegionId.First)).ThroughputDeadlineTime);
    }

    private static FleetResult Run(SimActorSpec actor, double milliseconds) => FleetSimulation.Run(
        Fleets.Instant(arrivalsPerSecond: 1, seconds: milliseconds / 1000) with { Actors = [actor] }, NoRequestSink.Instance);

    private static SimActorSpec Spec<T>(Expression<Func<T>> make)
        where T : ActorBase => Spec(Props.Create(make));

    private static SimActorSpec Spec(Props props) => new("a", props, SimTime.FromMilliseconds(7));
}
