using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Forecasts;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Host.Tests.Support;
using Fleet.Models.Defenses;
using Fleet.Models.Training;

namespace Fleet.Host.Tests.Forecasts;

public sealed class RemainingTimeTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void What_is_learned_once_does_not_count_for_every_cell()
    {
        var time = new RemainingTime([new("learn", 60), .. Cells(6, seconds: 10)], _clock);
        Do(time, "learn", 60);
        Assert.Equal(60, Left(time), 1e-6);
        Do(time, "cell", 10);

        // Elapsed time over the share of cells would tell 350 s.
        Assert.Equal(50, Left(time), 1e-6);
    }

    [Fact]
    public void Parts_of_a_kind_correct_the_forecast_of_their_kind_alone()
    {
        var time = new RemainingTime([new("learn", 10), .. Cells(4, seconds: 10), new("other", 5)], _clock);
        Do(time, "learn", 10);
        Do(time, "cell", 30);
        Do(time, "cell", 30);
        Assert.Equal((2 * 30) + (5 * 70 / 30.0), Left(time), 1e-6);
    }

    [Fact]
    public void A_part_that_an_earlier_one_has_done_tells_nothing()
    {
        var time = new RemainingTime([new("learn", 50), new("cell", 10), new("learn", 0), new("cell", 10), new("learn", 0), new("cell", 10)], _clock);
        Do(time, "learn", 100);
        Do(time, "cell", 5);
        Do(time, "learn", 0);
        time.Begin("cell");
        _clock.Advance(2);
        time.Report(0.5);

        // 7 s for one and a half cells: half of this one and the last are left.
        Assert.Equal(1.5 * 7 / 1.5, Left(time), 1e-6);
        Assert.Equal((50 + 10 + 5) / 80.0, time.Share, 1e-9);
    }

    [Fact]
    public void Nothing_is_said_before_anything_is_known()
    {
        var time = new RemainingTime(Cells(3, seconds: 10), _clock);
        Assert.Null(time.Left);
        time.Begin("cell");
        _clock.Advance(3);
        Assert.Null(time.Left);
        time.Report(0.25);
        Assert.Equal(9 + 12 + 12, Left(time), 1e-6);
        Assert.Throws<InvalidOperationException>(() => time.Begin("another"));
    }

    [Fact]
    public void The_stage_shows_that_time_and_the_share_by_the_forecast()
    {
        var stage = new Stage();
        var work = new WorkProgress(stage, new RemainingTime([new("learn", 30), .. Cells(2, seconds: 10)], _clock));
        work.Begin("learn");
        _clock.Advance(30);
        work.Report(1, "learning");
        Assert.Equal((0.6, TimeSpan.FromSeconds(20)), stage.Last);
    }

    /// <summary>The classifier, a network for each seed, and one shadow model for all defences of a cut are made once.</summary>
    [Fact]
    public void The_parts_of_an_experiment_are_shared_by_its_cells()
    {
        AttackPlan plan = SampleAttack.Plan with
        {
            Cases = AttackList.Parse("rmle,shadow-rmle,learned-prior"),
            Splits = ["ReLU1", "ReLU2"],
            Defenses = [DefenseChain.None, Chain("dropout:0.3")],
        };
        using var folder = new TemporaryFolder();
        using var speed = new MachineSpeed(plan.Compute, TimeProvider.System);
        IReadOnlyList<WorkUnit> units = AttackWork.Of(plan, plan.Cells(), speed, new WeightStore(folder.FullPath));
        Assert.Equal(5 * plan.Cells().Count, units.Count);
        Assert.Equal(1, Number(AttackWork.Judge));
        Assert.Equal(1, Number(AttackWork.Network));
        Assert.Equal(4, Number(AttackWork.Cut));
        Assert.Equal(2, Number("learning shadow-rmle:same-set/same-net"));
        Assert.Equal(1, Number("learning learned-prior"));
        Assert.Equal(4, Number("attack rmle"));

        int Number(string kind) => units.Count(unit => unit.Kind == kind && unit.Seconds > 0);
    }

    private static DefenseChain Chain(string text) => DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out _) ? chain : throw new InvalidOperationException($"{text} is no defence.");

    private static double Left(RemainingTime time) => Assert.NotNull(time.Left).TotalSeconds;

    private static WorkUnit[] Cells(int count, double seconds) => [.. Enumerable.Repeat(new WorkUnit("cell", seconds), count)];

    private void Do(RemainingTime time, string kind, double seconds)
    {
        time.Begin(kind);
        _clock.Advance(seconds);
        time.End();
    }

    private sealed class Stage : IStageProgress
    {
        public (double Share, TimeSpan? Left) Last { get; private set; }

        public void Report(double fraction, string detail) => throw new InvalidOperationException("The time left follows from the parts.");

        public void Report(double fraction, string detail, TimeSpan? left) => Last = (Math.Round(fraction, 9), left);
    }
}
