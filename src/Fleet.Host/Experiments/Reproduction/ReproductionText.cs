using System.Globalization;
using System.Text;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A reproduction as a Markdown section, which is also what a document keeps.</summary>
internal static class ReproductionText
{
    /// <summary>The section of a table or figure.</summary>
    /// <param name="reproduction">The table or figure.</param>
    /// <param name="plan">Its experiment.</param>
    /// <param name="rows">What the experiment gave.</param>
    /// <param name="remark">What a reader should know about the files of the data set; null for those as published.</param>
    public static string Section(PaperReproduction reproduction, AttackPlan plan, IReadOnlyList<AttackRow> rows, string? remark)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {reproduction.Id}, {plan.Data.Name}\n{reproduction.Title}.\n");
        text.Append(CultureInfo.InvariantCulture, $"`fleetsim attack --reproduce {reproduction.Id} --data {plan.Data.Name}`: ");
        text.Append(CultureInfo.InvariantCulture, $"{plan.Network.Name}, {Counted(plan.Epochs, "epoch")}, {plan.PicturesInWords}, ");
        text.Append(CultureInfo.InvariantCulture, $"{Seeds("training seed", plan.TrainingSeeds)}, {Seeds("attacker's seed", plan.AttackerSeeds)}.\n");
        if (remark is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"The data: {remark}.\n");
        }

        foreach (AttackCase attack in plan.Cases.DistinctBy(one => one.Attack))
        {
            text.Append(CultureInfo.InvariantCulture, $"{attack.Attack}, one setting for all cells: {attack.Defaults}.\n");
        }

        text.Append('\n');
        if (reproduction.Cells.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Test accuracy of the networks: {Accuracies(rows)}. ");
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

    // Networks that were trained on the first half of the pictures have an accuracy of their own.
    private static string Accuracies(IReadOnlyList<AttackRow> rows) =>
        string.Join(" and ", rows.Select(row => Figures.Percent(row.Accuracy, 1)).Distinct());

    private static string Counted(int number, string noun) => $"{Figures.Count(number)} {noun}{(number == 1 ? "" : "s")}";

    private static string Seeds(string noun, IReadOnlyList<ulong> seeds) => $"{noun}{(seeds.Count == 1 ? "" : "s")} {string.Join(", ", seeds)}";
}
