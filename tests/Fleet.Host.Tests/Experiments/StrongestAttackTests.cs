using Fleet.Host.Commands;
using Fleet.Host.Experiments;
using Fleet.Host.Reports;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Experiments;

public sealed class StrongestAttackTests
{
    private static readonly AttackPlan Plan = SampleAttack.Plan with
    {
        Cases = AttackList.Parse("best,unsplit"),
        Strongest = true,
        Splits = ["conv1", "ReLU2"],
        TrainingSeeds = [1, 2],
        AttackerSeeds = [1, 2],
        Images = 2,
    };

    [Fact]
    public void Best_names_the_attacks_that_who_has_the_layers_and_pictures_can_mount() =>
        Assert.Equal(["rmle", "lm", "learned-prior", "inverse-network:same-set"], AttackList.Parse("best").Select(one => one.Key));

    [Fact]
    public void Of_each_picture_the_greatest_similarity_counts_with_all_other_figures_of_that_reconstruction()
    {
        FinishedCell[] cells = [.. Plan.Cells().Select(Finished)];
        StrongestCell strongest = StrongestAttack.Of(Plan, cells).First(one => one.Cell is { Split: "ReLU2", TrainingSeed: 1, AttackerSeed: 2 });

        Assert.Equal(["rmle", "inverse-network:same-set"], strongest.Winners.Select(one => one.Key));
        Assert.Equal(cells.First(one => one.Cell is { Split: "ReLU2", TrainingSeed: 1, Case.Attack: RmleAttack.CanonicalName }).Result.Images[0], strongest.Result.Images[0]);
        Assert.Equal(cells.First(one => one.Cell is { Split: "ReLU2", TrainingSeed: 1, AttackerSeed: 2, Case.Attack: InverseNetworkAttack.CanonicalName }).Result.Images[1], strongest.Result.Images[1]);
        Assert.Equal((4_000, 40), (strongest.Result.PreparationFlops, strongest.Result.FlopsPerImage));
    }

    [Fact]
    public void Neither_the_order_in_which_attacks_are_named_nor_others_beside_them_change_it()
    {
        AttackPlan other = Plan with { Cases = AttackList.Parse("unsplit:*,inverse-network,best") };
        AttackRow[] rows = [.. Rows(Plan).Where(row => row.Strongest is not null)];
        AttackRow[] reordered = [.. Rows(other).Where(row => row.Strongest is not null)];
        Assert.Equal(rows.Select(row => (row.Split, row.Attack, row.Case, row.Knowledge, row.Ssim.Median, row.PsnrDb.Median)), reordered.Select(row => (row.Split, row.Attack, row.Case, row.Knowledge, row.Ssim.Median, row.PsnrDb.Median)));
        Assert.Equal(rows.Select(row => string.Join(',', row.Strongest!)), reordered.Select(row => string.Join(',', row.Strongest!)));
        Assert.All(reordered, row => Assert.Equal(("best", "white-box", "white-box"), (row.Attack, row.Case, row.Knowledge)));
    }

    [Fact]
    public void One_with_settings_takes_part()
    {
        AttackPlan plan = Plan with { Cases = AttackList.Parse("best,rmle{iterations: 7}") };
        StrongestCell cell = StrongestAttack.Of(plan, [.. plan.Cells().Select(Finished)])[0];
        Assert.Equal(5_000, cell.Result.PreparationFlops);
    }

    [Fact]
    public void There_is_one_for_each_cut_and_seed_whose_attacks_have_all_ended()
    {
        FinishedCell[] cells = [.. Plan.Cells().Select(Finished)];
        Assert.Equal(2 * 2 * 2, StrongestAttack.Of(Plan, cells).Count);
        FinishedCell[] open = [.. cells.Where(one => one.Cell is not { Split: "conv1", TrainingSeed: 2, AttackerSeed: 1, Case.Attack: LearnedPriorAttack.CanonicalName })];
        Assert.Equal((2 * 2 * 2) - 1, StrongestAttack.Of(Plan, open).Count);
        Assert.DoesNotContain(StrongestAttack.Of(Plan, open), one => one.Cell is { Split: "conv1", TrainingSeed: 2, AttackerSeed: 1 });
    }

    [Fact]
    public void Rows_console_and_plan_say_so_only_where_it_is_asked_for()
    {
        IReadOnlyList<AttackRow> rows = Rows(Plan);
        AttackRow[] best = [.. rows.Where(row => row.Attack == StrongestAttack.Name)];
        Assert.Equal(["conv1", "ReLU2"], best.Select(row => row.Split));
        Assert.Equal([("rmle", 4), ("lm", 0), ("learned-prior", 0), ("inverse-network:same-set", 4)], best[1].Strongest);
        Assert.Equal(4, best[1].Seeds);
        Assert.Equal("best", rows[5].Attack);

        using TestConsole console = new TestConsole().Width(200);
        AttackConsole.Write(console, rows);
        Assert.Contains("best at ReLU2: of each picture the reconstruction with the greatest SSIM (rmle 4, lm 0, learned-prior 0, inverse-network:same-set 4); all of them take 4,000 FLOP once for each network and seed, and 40 FLOP for each picture.", console.Output, StringComparison.Ordinal);

        AttackPlan without = Plan with { Strongest = false };
        Assert.DoesNotContain(Rows(without), row => row.Attack == StrongestAttack.Name);
        Assert.Equal(Plan.Hash, without.Hash);
    }

    [Theory]
    [InlineData(0, "0 FLOP")]
    [InlineData(999_999, "999,999 FLOP")]
    [InlineData(2_500_000, "2.50 MFLOP")]
    [InlineData(12_300_000_000, "12.3 GFLOP")]
    [InlineData(5_000_000_000_000, "5.00 TFLOP")]
    [InlineData(long.MaxValue, "9,223 PFLOP")]
    public void Operations_have_the_greatest_unit_of_which_there_is_one(long operations, string text) => Assert.Equal(text, Figures.Flops(operations));

    private static IReadOnlyList<AttackRow> Rows(AttackPlan plan)
    {
        FinishedCell[] cells = [.. plan.Cells().Select(Finished)];
        return AttackRow.Of(plan, cells, StrongestAttack.Of(plan, cells));
    }

    // rMLE recovers most of the first picture, the inverse network of the second; UnSplit would, but knows less.
    private static FinishedCell Finished(AttackCell cell)
    {
        double[] similar = cell.Case.Attack switch
        {
            RmleAttack.CanonicalName => [0.9, 0.1],
            InverseNetworkAttack.CanonicalName => [0.5, 0.6],
            UnSplitAttack.CanonicalName => [0.99, 0.99],
            _ => [0.2, 0.2],
        };
        ImageResult[] images = [.. similar.Select((ssim, i) => new ImageResult(i, 7, 50, SampleMetrics.OfPicture(0.01, cell.AttackerSeed, ssim, ssim, ssim)))];
        return new FinishedCell(cell, new CellResult(
            CellResult.CurrentFormat, Plan.Hash, cell.Canonical, new CutMeasures(0.9, SampleMetrics.OfCut(0.8)), 1, 1, 1_000, 10, 0, images));
    }
}
