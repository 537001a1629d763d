using Fleet.Host.Experiments;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints an attack experiment: a row for each split, attack and defence.</summary>
internal static class AttackConsole
{
    // The place where nearly all defences act need not be said in a narrow table.
    private const string DefaultPlace = "@activation";

    private static readonly string[] Names = ["split", "attack", "defence"];

    /// <summary>Prints the rows and where the files are.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<AttackRow> rows, string folder)
    {
        TextWriter writer = console.Profile.Out.Writer;
        bool spread = rows.Any(row => row.Seeds > 1);
        if (rows.Count > 0)
        {
            console.Write(ToTable(rows));
            writer.WriteLine($"identified: by an independent classifier, which is right on {Figures.Percent(rows[0].OriginalsIdentified.Mean, 0)} of the originals. dCor: distance correlation of pictures and messages.");
        }

        if (rows.Any(row => row.Bound is not null))
        {
            writer.WriteLine("bound: the PSNR up to which an attack without bias can come behind this noise (1/dFIL); one that guesses can be above it.");
        }

        writer.WriteLine(spread
            ? "PSNR and SSIM: median over seeds of the mean over pictures (least to greatest seed)."
            : "PSNR and SSIM: mean over pictures (95 % bootstrap interval).");
        writer.WriteLine($"Table, plots and pictures: {folder}");
    }

    private static Table ToTable(IReadOnlyList<AttackRow> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        string[][] texts = [.. rows.Select(Texts)];

        // What all rows share stands above the table, not in each of them.
        int[] shown = [.. Enumerable.Range(0, Names.Length).Where(i => rows.Count == 1 || texts.Any(text => text[i] != texts[0][i]))];
        string[] common = [.. Enumerable.Range(0, Names.Length).Except(shown).Select(i => $"{Names[i]} {texts[0][i]}")];
        if (common.Length > 0)
        {
            table.Title = new TableTitle(Markup.Escape(string.Join(", ", common)));
        }

        foreach (int i in shown)
        {
            table.AddColumn(new TableColumn(Names[i]) { NoWrap = i != 1, Padding = new Padding(0, 0, 1, 0) });
        }

        bool bounded = rows.Any(row => row.Bound is not null);
        string[] titles = ["accuracy", "n", "PSNR dB", .. bounded ? (string[])["bound"] : [], "SSIM", "SSIM>0.3", "identified", "dCor", "s"];
        foreach (string title in titles)
        {
            table.AddColumn(new TableColumn(title) { NoWrap = true, Padding = new Padding(0, 0, 1, 0) }.RightAligned());
        }

        foreach ((AttackRow row, string[] text) in rows.Zip(texts))
        {
            table.AddRow([.. shown.Select(i => Markup.Escape(text[i])), .. Values(row, bounded)]);
        }

        return table;
    }

    private static string[] Texts(AttackRow row) =>
    [
        row.Split,
        (row.Adaptive ? "adaptive " : "") + (row.Case == AttackCase.White ? row.Attack : $"{row.Attack}:{row.Case}"),
        row.Defense.Replace(DefaultPlace, "", StringComparison.Ordinal),
    ];

    private static string[] Values(AttackRow row, bool bounded) =>
    [
        Figures.Percent(row.Accuracy, 1),
        row.Seeds > 1 ? $"{row.Seeds}x{row.Samples}" : Figures.Count(row.Samples),
        Show(row.PsnrDb, row.Seeds, 2),
        .. bounded ? (string[])[row.Bound is { } bound ? Figures.Fixed(bound.PsnrDb, 2) : ""] : [],
        Show(row.Ssim, row.Seeds, 3),
        Figures.Percent(row.Recognisable.Mean, 0),
        Figures.Percent(row.Identified.Mean, 0),
        Figures.Fixed(row.DistanceCorrelation.Median, 2),
        Figures.Short(row.Seconds),
    ];

    private static string Show(SeedMedian value, int seeds, int decimals)
    {
        string range = seeds > 1
            ? $"{Figures.Fixed(value.Low, decimals)}–{Figures.Fixed(value.High, decimals)}"
            : Figures.Range(value.Ci95, decimals);
        return $"{Figures.Fixed(value.Median, decimals)} ({range})";
    }
}
