using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Telemetry;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Restarts within a time range: of virtual time, whatever the machine's clock says.</summary>
public sealed class SupervisionTests
{
    private readonly Diary _diary = new();

    public static TheoryData<double, int, int> Windows => new()
    {
        // For at most 2 restarts within 400 ms: milliseconds between failures, failures, restarts.
        { 300, 6, 6 },
        { 200, 6, 2 }, // the third is 400 ms after the first, which is within
        { 200.0001, 6, 6 },
        { 10, 3, 2 },
        { 10, 2, 2 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void One_for_one_counts_restarts_within_simulated_time(double gapMs, int failures, int restarts)
    {
        Run(Overseen(new OneForOneStrategy(2, 400, _ => Directive.Restart), gapMs, failures));
        Assert.Equal(restarts, _diary.Lines.Count(line => line.EndsWith("first: again", StringComparison.Ordinal)));
        Assert.Equal(restarts < failures, _diary.Lines.Exists(line => line.EndsWith("first has ended", StringComparison.Ordinal)));
        Assert.DoesNotContain(_diary.Lines, line => line.Contains("second", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void All_for_one_counts_restarts_within_simulated_time(double gapMs, int failures, int restarts)
    {
        Run(Overseen(new AllForOneStrategy(2, 400, _ => Directive.Restart), gapMs, failures));
        foreach (string child in (string[])["first", "second"])
        {
            Assert.Equal(restarts, _diary.Lines.Count(line => line.EndsWith($"{child}: again", StringComparison.Ordinal)));
            Assert.Equal(restarts < failures, _diary.Lines.Exists(line => line.EndsWith($"{child} has ended", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void However_long_handlers_take_in_real_time_the_range_is_that_of_simulated_time()
    {
        Run(Overseen(new OneForOneStrategy(2, 1, _ => Directive.Restart), gapMs: 0.01, failures: 3, busyMs: 3));
        Assert.Equal(["0.01 first: again", "0.02 first: again", "0.03 o: first has ended"], _diary.Lines);
    }

    [Fact]
    public void A_strategy_of_the_Props_goes_before_the_actors_own()
    {
        SimActorSpec actor = Overseen(new OneForOneStrategy(_ => Directive.Stop), gapMs: 300, failures: 3);
        Run(actor with { Props = actor.Props.WithSupervisorStrategy(new OneForOneStrategy(2, 400, _ => Directive.Restart)) });
        Assert.Equal(["300 first: again", "600 first: again", "900 first: again"], _diary.Lines);
    }

    [Fact]
    public void A_failure_that_is_escalated_becomes_the_supervisors()
    {
        FleetResult result = Run(Overseen(new OneForOneStrategy(_ => Directive.Escalate), gapMs: 1500, failures: 1));
        Assert.Equal(2, result.EntityFailures["InvalidOperationException: fails"]);
    }

    [Fact]
    public void A_strategy_whose_range_only_the_machine_could_measure_ends_the_run_by_name()
    {
        var exception = Assert.Throws<NotSupportedException>(() => Run(Overseen(new OwnStrategy(), gapMs: 300, failures: 1)));
        Assert.Contains("/user/fleet/o has a supervision strategy of its own", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_go_on_after_a_resume()
    {
        foreach (SupervisorStrategy strategy in (SupervisorStrategy[])[new OneForOneStrategy(2, 400, _ => Directive.Restart), new AllForOneStrategy(2, 400, _ => Directive.Restart)])
        {
            FleetSpec spec = Fleet(Overseen(strategy, gapMs: 200, failures: 6, watches: false));
            foreach (double cut in (double[])[250, 450, 650])
            {
                _diary.Lines.Clear();
                var store = new MemoryStore(SimTime.FromMilliseconds(cut));
                FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { Checkpoints = store });
                string[] rest = [.. _diary.Lines.Where(line => double.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.CurrentCulture) >= cut)];
                _diary.Lines.Clear();
                FleetSimulation.Run(spec, NoRequestSink.Instance, new SimulationOptions { ResumeFrom = store.Kept[0].Open() });
                Assert.Equal(rest, _diary.Lines);
                Assert.Equal(cut < 400 ? ["400 first: again"] : [], rest.Where(line => line.Contains("first", StringComparison.Ordinal)));
            }
        }
    }

    private FleetResult Run(SimActorSpec actor) => FleetSimulation.Run(Fleet(actor), NoRequestSink.Instance);

    private static FleetSpec Fleet(SimActorSpec actor) => Fleets.Instant(arrivalsPerSecond: 1, seconds: 2) with { Actors = [actor] };

    private SimActorSpec Overseen(SupervisorStrategy strategy, double gapMs, int failures, int busyMs = 0, bool watches = true) => new(
        "o",
        Props.Create(() => new Overseer(_diary, strategy, TimeSpan.FromMilliseconds(gapMs), failures, busyMs, watches)),
        SimTime.FromMilliseconds(20));
}
