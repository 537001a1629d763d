using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Host.Tests.Experiments;

public sealed class AttackCasesTests
{
    [Fact]
    public void All_is_one_case_of_every_attack_in_the_catalogue() =>
        Assert.Equal(AttackCatalog.BuiltIn.Names, AttackList.Parse("all").Select(one => one.Attack));

    [Theory]
    [InlineData("rmle", "rmle")]
    [InlineData("inverse-network", "inverse-network:same-set")]
    [InlineData("inverse-network:noise, rmle", "inverse-network:noise,rmle")]
    [InlineData("shadow-rmle:different-set/same-net", "shadow-rmle:different-set/same-net")]
    [InlineData("unsplit:*,unsplit", "unsplit:same-net,unsplit:different-net")]
    public void Names_choose_cases(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', AttackList.Parse(text).Select(one => one.Key)));

    [Theory]
    [InlineData("rlme", "Did you mean 'rmle'?")]
    [InlineData("inverse-network:nois", "Did you mean 'noise'?")]
    [InlineData(" , ", "names nothing")]
    public void A_name_that_does_not_exist_is_refused_with_the_nearest_that_does(string text, string hint)
    {
        var exception = Assert.Throws<UsageException>(() => AttackList.Parse(text));
        Assert.Contains(hint, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rmle{iterations: 2000, tv-weight: 0.01}", "rmle{iterations: 2000, tv-weight: 0.01}")]
    [InlineData("lm , rmle { tv: { form: mean-squared, weight: 2 }, learning-rate: 0.5 },rmle", "lm,rmle{learning-rate: 0.5, tv: {form: mean-squared}, tv-weight: 2},rmle")]
    [InlineData("shadow-rmle:queries{training-steps: 10}", "shadow-rmle:queries{training-steps: 10}")]
    [InlineData("unsplit{}", "unsplit:same-net")]
    public void Settings_stand_behind_a_name_as_in_a_scenario(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', AttackList.Parse(text).Select(one => one.Key)));

    [Fact]
    public void Wrong_settings_are_reported_all_at_once_with_their_place_and_the_nearest_name()
    {
        var exception = Assert.Throws<ScenarioException>(() => AttackList.Parse("lm{iterations: 0}, rmle{itterations: 5, training-steps: 3}"));
        Assert.Equal([16, 25, 57], exception.Problems.Select(problem => problem.Column));
        Assert.All(exception.Problems, problem => Assert.Equal("--attacks", problem.File));
        Assert.Equal("iterations", exception.Problems[1].Nearest);
        Assert.Contains("not of rmle", exception.Problems[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*{iterations: 5}")]
    [InlineData("all{iterations: 5}")]
    public void Settings_belong_to_one_attack(string text) => Assert.Throws<UsageException>(() => AttackList.Parse(text));

    [Theory]
    [InlineData("1-3,2,7", new ulong[] { 1, 2, 3, 7 })]
    [InlineData("4", new ulong[] { 4 })]
    public void Seeds_are_numbers_and_ranges(string text, ulong[] expected) =>
        Assert.Equal(expected, ListOption.Seeds("--training-seeds", text));

    [Theory]
    [InlineData("3-1")]
    [InlineData("x")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    public void Other_seeds_are_refused(string text) => Assert.Throws<UsageException>(() => ListOption.Seeds("--training-seeds", text));

    [Fact]
    public void A_plan_has_a_cell_for_each_combination_that_differs()
    {
        AttackPlan plan = Plan("rmle,inverse-network:*");

        // 2 training seeds x 2 splits; rmle: none + 2 attackers of the dropout; 3 inverse cases: the same, for each of 3 attacker's seeds.
        Assert.Equal(2 * 2 * (3 + (3 * 3 * 3)), plan.Cells().Count);
        Assert.Equal(plan.Cells().Count, plan.Cells().Select(cell => cell.Canonical[(cell.Canonical.IndexOf(' ') + 1)..]).Distinct().Count());
        Assert.DoesNotContain(plan.Cells(), cell => cell.Adaptive && cell.Defense.Steps.Count == 0);
    }

    [Theory]
    [InlineData("nopeek 1", "rmle", "adaptive")]
    [InlineData("adversarial 1", "shadow-rmle", "adaptive")]
    [InlineData("nopeek 1 + gaussian 0.5", "rmle", "naive adaptive")]
    public void A_defence_in_the_weights_alone_has_no_attacker_who_ignores_it(string defense, string attack, string attackers)
    {
        Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out _));
        AttackPlan plan = Plan(attack) with { Defenses = [chain], Splits = ["ReLU2"], TrainingSeeds = [1], AttackerSeeds = [1] };
        Assert.Equal(attackers, string.Join(' ', plan.Cells().Select(cell => cell.Adaptive ? "adaptive" : "naive")));
    }

    [Fact]
    public void Every_case_can_mount_its_attack_on_its_knowledge()
    {
        IReadOnlyList<AttackCase> cases = AttackCatalog.BuiltIn.Cases;
        Assert.All(cases, one => Assert.Equal(one.Attack, one.Resolve(one.Settings, NetworkOption.Network("lenet5"), "ReLU2", 1).Attack().Name));
        Assert.Equal(cases.Count, cases.Select(one => one.Key).Distinct().Count());
    }

    private static AttackPlan Plan(string cases)
    {
        Assert.True(NetworkCatalog.TryFind("lenet5", out NetworkSpec? network));
        Assert.True(DatasetCatalog.TryFind("synthetic-digits", out DatasetInfo? data));
        Assert.True(DefenseCatalog.BuiltIn.TryParse("dropout 30 %", out DefenseChain dropout, out _));
        return new AttackPlan
        {
            Network = network,
            Data = data,
            Epochs = 1,
            TrainingSeeds = [1, 2],
            AttackerSeeds = [1, 2, 3],
            Splits = ["conv1", "ReLU2"],
            Cases = AttackList.Parse(cases),
            Defenses = [DefenseChain.None, dropout],
            Adaptive = [false, true],
            Images = 4,
        };
    }
}
