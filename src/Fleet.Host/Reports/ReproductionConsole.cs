using System.Globalization;
using Fleet.Host.Experiments;
using Fleet.Host.Experiments.Reproduction;
using Fleet.Host.Terminal;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints a table or figure of a paper beside what was measured.</summary>
internal static class ReproductionConsole
{
    /// <summary>Prints the cells of a table.</summary>
    public static void Write(IAnsiConsole console, string title, IReadOnlyList<ReproducedCell> cells)
    {
        console.Profile.Out.Writer.WriteLine(title);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("split");
        table.AddColumn("case");
        foreach (string column in (string[])["paper", "PSNR dB", "SSIM", "uniform7", "difference", ""])
        {
            table.AddColumn(new TableColumn(column) { NoWrap = true }.RightAligned());
        }

        foreach (ReproducedCell cell in cells)
        {
            table.AddRow(
                cell.Paper.Split,
                Markup.Escape(cell.Paper.Case),
                $"{Figures.Fixed(cell.Paper.PsnrDb, 2)} / {Figures.Fixed(cell.Paper.Ssim, 4)}",
                Figures.Fixed(cell.Ours.PsnrDb.Median, 2),
                Figures.Fixed(cell.Ours.SsimPaper.Median, 4),
                Figures.Fixed(cell.Ours.Ssim.Median, 4),
                string.Create(CultureInfo.InvariantCulture, $"{cell.PsnrDifference:+0.00;-0.00} / {cell.SsimDifference:+0.0000;-0.0000}"),
                cell.Reached ? "[green]reached[/]" : "[yellow]below[/]");
        }

        console.Write(table);
    }

    /// <summary>Prints the claims about a figure.</summary>
    public static void Write(IAnsiConsole console, string title, IReadOnlyList<PaperClaim> claims, IReadOnlyList<AttackRow> rows)
    {
        console.Profile.Out.Writer.WriteLine(title);
        foreach (PaperClaim claim in claims)
        {
            (bool met, string measured) = claim.Judge(rows);
            console.MarkupLineInterpolated($"{(met ? "met    " : "not met")}  {claim.Text}");
            console.MarkupLineInterpolated($"         {measured}");
        }
    }
}
