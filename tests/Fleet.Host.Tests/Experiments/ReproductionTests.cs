using Fleet.Host.Experiments;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Host.Tests.Support;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Experiments;

public sealed class ReproductionTests
{
    private static readonly SeedMedian Sharp = new(30, 29, 31, Interval.Undefined);

    public static TheoryData<string> Names => [.. ReproductionCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_table_and_figure_has_an_experiment_on_mnist_with_a_cell_for_what_is_printed(string name)
    {
        PaperReproduction reproduction = ReproductionCatalog.Find(name, "mnist");
        AttackPlan plan = ReproductionCatalog.Plan(reproduction, Settings());
        Assert.Equal(("lenet5", "mnist"), (plan.Network.Name, plan.Data.Name));
        Assert.All(plan.Splits, split => Assert.True(plan.Network.IndexOf(split) >= 0, split));
        Assert.All(reproduction.Cells, cell => Assert.Contains(plan.Cells(), c => c.Split == cell.Split && c.Case.Attack == cell.Attack && c.Case.Name == cell.Case));
        Assert.NotEqual(reproduction.Cells.Count == 0, reproduction.Claims.Count == 0);
    }

    [Fact]
    public void A_name_or_data_set_that_is_not_printed_is_refused()
    {
        Assert.Contains("acsac-t3", Assert.Throws<UsageException>(() => ReproductionCatalog.Find("acsac-3", "mnist")).Message, StringComparison.Ordinal);
        Assert.Contains("mnist", Assert.Throws<UsageException>(() => ReproductionCatalog.Find("acsac-t3", "fashion-mnist")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_says_on_what_its_figures_were_measured()
    {
        PaperReproduction table = ReproductionCatalog.Find("acsac-t3", "mnist");
        AttackPlan plan = ReproductionCatalog.Plan(table, Settings()) with { Epochs = 1, Images = 1_000, TrainingSeeds = [3], AttackerSeeds = [1, 2] };
        AttackRow[] rows = [Row("conv1", "none", 0.99, 0.5), Row("ReLU2", "none", 0.99, 0.5)];
        string section = ReproductionText.Section(table, plan, rows, "a copy");
        Assert.Contains("lenet5, 1 epoch, 1,000 test pictures, training seed 3, attacker's seeds 1, 2.\nThe data: a copy.\n", section, StringComparison.Ordinal);
        Assert.Contains("\nTest accuracy of the networks: 99.0 %. Medians", section, StringComparison.Ordinal);
        Assert.DoesNotContain("The data", ReproductionText.Section(table, plan, rows, remark: null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(39.69, 0.9969, false)]
    [InlineData(29.9, 0.49, true)]
    [InlineData(30, 0.5, true)]
    [InlineData(29.9, 0.51, false)]
    public void A_cell_is_reached_when_both_values_are(double psnr, double ssim, bool reached)
    {
        PaperCell paper = new("lenet5", "mnist", "conv1", "rmle", AttackCase.White, psnr, ssim);
        ReproducedCell cell = Assert.Single(ReproducedCell.Of([paper], [Row("conv1", "none", 0.99, 0.5)]));
        Assert.Equal(reached, cell.Reached);
    }

    [Fact]
    public void The_claims_of_figure_9_follow_the_rows()
    {
        PaperFigure figure = PaperFigures.All.Single(one => one.Id == "iotj-fig9");
        AttackRow[] asThePaperSays =
        [
            Row("ReLU2", "gaussian:0.8@input", 0.94, 0.3), Row("ReLU2", "laplace:0.5@activation", 0.95, 0.3), Row("ReLU2", "gaussian:0.2@input", 0.98, 0.5),
            Row("ReLU2", "dropout:0.3@activation", 0.96, 0.24), Row("ReLU2", "dropout:0.6@activation", 0.9, 0.1),
        ];
        Assert.All(figure.Claims, claim => Assert.True(claim.Judge(asThePaperSays).Met, claim.Text));
        AttackRow[] otherwise =
        [
            Row("ReLU2", "gaussian:0.8@input", 0.97, 0.3), Row("ReLU2", "laplace:0.5@activation", 0.97, 0.3),
            Row("ReLU2", "dropout:0.3@activation", 0.94, 0.24), Row("ReLU2", "dropout:0.6@activation", 0.9, 0.4),
        ];
        Assert.All(figure.Claims, claim => Assert.False(claim.Judge(otherwise).Met, claim.Text));
    }

    [Fact]
    public void A_document_keeps_one_section_for_each_reproduction_and_what_stands_around_it()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("reproduction.md", "# Title\nBy hand.\n");
        ReproductionDocument.Write(file, "a mnist", "first\n");
        ReproductionDocument.Write(file, "b mnist", "second\n");
        ReproductionDocument.Write(file, "a mnist", "changed\n");
        Assert.Equal(
            "# Title\nBy hand.\n\n<!-- begin a mnist -->\nchanged\n<!-- end a mnist -->\n\n<!-- begin b mnist -->\nsecond\n<!-- end b mnist -->\n",
            File.ReadAllText(file));
    }

    private static AttackRow Row(string split, string defense, double accuracy, double ssim)
    {
        var similarity = new SeedMedian(ssim, ssim, ssim, Interval.Undefined);
        return SampleAttack.Row(split, defense: defense, accuracy: accuracy, psnrDb: Sharp, ssim: similarity);
    }

    private static AttackPlan Settings() => SampleAttack.Plan with { Splits = [], Cases = [], Defenses = [] };
}
