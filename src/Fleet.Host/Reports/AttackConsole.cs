using Fleet.Host.Experiments;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints an attack experiment: a row for each split, attack and defence.</summary>
internal static class AttackConsole
{
    // The place where nearly all defences act need not be said in a narrow table.
    private const string DefaultPlace = "@activation";

    /// <summary>Prints the rows and where the files are.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<AttackRow> rows, string folder)
    {
        if (rows.Count > 0)
        {
            console.Write(ToTable(rows));
        }

        bool spread = rows.Any(row => row.Seeds > 1);
        console.Profile.Out.Writer.WriteLine(spread
            ? "PSNR and SSIM: median over seeds of the mean over pictures (least to greatest seed)."
            : "PSNR and SSIM: mean over pictures (95 % bootstrap interval).");
        console.Profile.Out.Writer.WriteLine($"Table, plots and pictures: {folder}");
    }

    private static Table ToTable(IReadOnlyList<AttackRow> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string title in (string[])["split", "attack", "defence"])
        {
            table.AddColumn(new TableColumn(title) { NoWrap = title != "attack", Padding = new Padding(0, 0, 1, 0) });
        }

        foreach (string title in (string[])["accuracy", "n", "PSNR dB", "SSIM", "SSIM>0.3", "s"])
        {
            table.AddColumn(new TableColumn(title) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) }.RightAligned());
        }

        foreach (AttackRow row in rows)
        {
            string attack = (row.Adaptive ? "adaptive " : "") + (row.Case == AttackCase.White ? row.Attack : $"{row.Attack}:{row.Case}");
            table.AddRow(
                row.Split,
                Markup.Escape(attack),
                Markup.Escape(row.Defense.Replace(DefaultPlace, "", StringComparison.Ordinal)),
                Figures.Percent(row.Accuracy, 1),
                row.Seeds > 1 ? $"{row.Seeds}x{row.Samples}" : Figures.Count(row.Samples),
                Show(row.PsnrDb, row.Seeds, 2),
                Show(row.Ssim, row.Seeds, 3),
                Figures.Percent(row.Recognisable, 0),
                Figures.Short(row.Seconds));
        }

        return table;
    }

    private static string Show(SeedMedian value, int seeds, int decimals)
    {
        string range = seeds > 1
            ? $"{Figures.Fixed(value.Low, decimals)}–{Figures.Fixed(value.High, decimals)}"
            : Figures.Range(value.Ci95, decimals);
        return $"{Figures.Fixed(value.Median, decimals)} ({range})";
    }
}
