using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Forecasts;
using Fleet.Host.Runs;
using Fleet.Host.Tests.Support;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Tests.Runs;

public sealed class AttackStageWorkTests
{
    private static readonly AttackCost Cost = new(PreparationFlops: 1_000, FlopsPerScene: 10, Queries: 0);

    [Theory]
    [InlineData("inverse-network", 4)] // each group learns anew
    [InlineData("shadow-rmle", 2)] // a model for each cut
    [InlineData("learned-prior", 1)] // a decoder for all
    public void What_an_earlier_group_has_learned_takes_no_time(string attack, int learned)
    {
        IReadOnlyList<WorkUnit> units = AttackStageWork.Of(Groups(attack));
        Assert.Equal(8, units.Count);
        Assert.Equal(learned, units.Count(unit => unit.Kind.StartsWith("learning", StringComparison.Ordinal) && unit.Seconds == 1_000));
        Assert.Equal([20, 20, 20, 20], units.Where(unit => unit.Kind.StartsWith("attack", StringComparison.Ordinal)).Select(unit => unit.Seconds));
    }

    /// <summary>The share of messages would tell at the end of the first group that three times its time is left, the learning included.</summary>
    [Fact]
    public void What_is_learned_once_does_not_count_for_every_group()
    {
        var clock = new ManualClock();
        AttackCell[] cells = [.. Groups("learned-prior").Select(group => group.Cell)];
        var time = new RemainingTime(AttackStageWork.Of(Groups("learned-prior")), clock);
        time.Begin(AttackWork.Learning(cells[0]));
        clock.Advance(60);
        time.Begin(AttackWork.Attack(cells[0]));
        clock.Advance(2);
        time.End();
        Assert.Equal(3 * 2, Assert.NotNull(time.Left).TotalSeconds, 1e-6);
    }

    private static IEnumerable<(AttackCell Cell, AttackCost Cost, int Scenes)> Groups(string attack) =>
        from split in (string[])["ReLU1", "ReLU2"]
        from defense in (DefenseChain[])[DefenseChain.None, DefenseCatalog.BuiltIn.TryParse("dropout 30 %", out DefenseChain chain, out _) ? chain : DefenseChain.None]
        select (new AttackCell(0, 1, 3, Assert.Single(AttackList.Parse(attack)), split, defense, AttackCase.CanAdaptTo(defense)), Cost, 2);
}
