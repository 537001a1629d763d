using System.Globalization;
using System.Text;
using Fleet.Host.Reports;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A reproduction as a Markdown section, which is also what a document keeps.</summary>
internal static class ReproductionText
{
    /// <summary>The section of a table or figure.</summary>
    public static string Section(PaperReproduction reproduction, AttackPlan plan, IReadOnlyList<AttackRow> rows)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {reproduction.Id}, {plan.Data.Name}\n{reproduction.Title}.\n");
        text.Append(CultureInfo.InvariantCulture, $"`fleetsim attack --reproduce {reproduction.Id} --data {plan.Data.Name}`: ");
        text.Append(CultureInfo.InvariantCulture, $"{plan.Network.Name}, {plan.Epochs} epochs, {plan.Images} test pictures, ");
        text.Append(CultureInfo.InvariantCulture, $"training seeds {Seeds(plan.TrainingSeeds)}, attacker's seeds {Seeds(plan.AttackerSeeds)}.\n");
        foreach (string attack in plan.Cases.Select(one => one.Attack).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"{attack}, one setting for all cells: {AttackSettings.Describe(attack)}.\n");
        }

        text.Append('\n');
        if (reproduction.Cells.Count > 0)
        {
            Cells(text, ReproducedCell.Of(reproduction.Cells, rows));
        }
        else
        {
            Claims(text, reproduction.Claims, rows);
            Rows(text, rows);
        }

        return text.ToString();
    }

    private static void Cells(StringBuilder text, IReadOnlyList<ReproducedCell> cells)
    {
        text.Append("Medians over the seeds, in brackets the least and the greatest seed. SSIM in the papers' convention, then uniform7.\n\n");
        text.Append("| split | case | paper PSNR / SSIM | PSNR dB | SSIM | SSIM uniform7 | difference | reached |\n|---|---|---|---|---|---|---|---|\n");
        foreach (ReproducedCell cell in cells)
        {
            AttackRow row = cell.Ours;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Split} | {row.Case} | {cell.Paper.PsnrDb:0.00} / {cell.Paper.Ssim:0.0000} | {Spread(row.PsnrDb, 2)} | {Spread(row.SsimPaper, 4)} | {row.Ssim.Median:0.0000} | {cell.PsnrDifference:+0.00;-0.00} / {cell.SsimDifference:+0.0000;-0.0000} | {(cell.Reached ? "yes" : "**no**")} |\n");
        }
    }

    private static void Claims(StringBuilder text, IReadOnlyList<PaperClaim> claims, IReadOnlyList<AttackRow> rows)
    {
        text.Append("| claim | met | measured |\n|---|---|---|\n");
        foreach (PaperClaim claim in claims)
        {
            (bool met, string measured) = claim.Judge(rows);
            text.Append(CultureInfo.InvariantCulture, $"| {claim.Text} | {(met ? "yes" : "**no**")} | {measured} |\n");
        }

        text.Append('\n');
    }

    private static void Rows(StringBuilder text, IReadOnlyList<AttackRow> rows)
    {
        text.Append("| split | defence | accuracy | PSNR dB | SSIM, paper | SSIM, uniform7 |\n|---|---|---|---|---|---|\n");
        foreach (AttackRow row in rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Split} | {row.Defense} | {Figures.Percent(row.Accuracy, 1)} | {row.PsnrDb.Median:0.00} | {row.SsimPaper.Median:0.0000} | {row.Ssim.Median:0.0000} |\n");
        }
    }

    private static string Spread(SeedMedian value, int decimals) =>
        $"{Figures.Fixed(value.Median, decimals)} ({Figures.Fixed(value.Low, decimals)} to {Figures.Fixed(value.High, decimals)})";

    private static string Seeds(IReadOnlyList<ulong> seeds) => string.Join(", ", seeds);
}
