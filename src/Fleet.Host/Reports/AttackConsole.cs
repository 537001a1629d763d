using System.Globalization;
using Fleet.Host.Experiments;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints an attack experiment: a row for each split, attack and defence.</summary>
internal static class AttackConsole
{
    // The place where nearly all defences act need not be said in a narrow table.
    private const string DefaultPlace = "@activation";

    private const string Seconds = "s";
    private const string Correlation = "dCor";
    private const string Recognisable = ">0.3";
    private const string Identified = "ident.";

    /// <summary>What a narrow terminal does without, first to last; attack.json has it all.</summary>
    private static readonly string[] Dispensable = [Seconds, Correlation, Recognisable, Identified];

    /// <summary>Prints the rows.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<AttackRow> rows)
    {
        if (rows.Count > 0)
        {
            Write(console, console.Profile.Out.Writer, rows);
        }
    }

    /// <summary>Says where the files are.</summary>
    public static void WritePlace(IAnsiConsole console, string folder) =>
        console.Profile.Out.Writer.WriteLine($"Table, plots and pictures: {folder}");

    private static void Write(IAnsiConsole console, TextWriter writer, IReadOnlyList<AttackRow> rows)
    {
        Column[] columns = Columns(rows);
        Column[] common = [.. columns.Where(column => column.IsName && rows.Count > 1 && column.IsConstant)];
        string[] headline = [$"{rows[0].Network} on {rows[0].Data}", .. common.Where(column => column.Cells[0].Length > 0).Select(column => $"{column.Title} {column.Cells[0]}"), Pictures(rows)];
        writer.WriteLine(string.Join(", ", headline));

        Column[] shown = Fitting([.. columns.Except(common).Where(column => column.Cells.Any(cell => cell.Length > 0))], WholeTable.WidthOf(console));
        WholeTable.Write(console, ToTable(shown, rows.Count));
        WriteLegend(writer, rows, shown);
    }

    private static Column[] Columns(IReadOnlyList<AttackRow> rows)
    {
        bool cases = rows.GroupBy(row => row.Attack).Any(attack => attack.Select(row => row.Case).Distinct().Skip(1).Any());
        return
        [
            Name("split", row => row.Split),
            Name("attack", row => (cases && row.Case != AttackCase.White ? $"{row.Attack}:{row.Case}" : row.Attack) + row.GivenSettings),
            Name("defence", row => row.Defense.Replace(DefaultPlace, "", StringComparison.Ordinal)),
            Name("attacker", row => row.Adaptive ? "adaptive" : row.Defense == "none" ? "" : "naive"),
            Value("accuracy", row => Figures.Percent(row.Accuracy, 1)),
            Value("PSNR dB", row => Show(row.PsnrDb, row.Seeds, 1)),
            Value(UnbiasedBound.PsnrTitle, row => row.Bound is { } bound ? Figures.Fixed(bound.PsnrDb, 1) : ""),
            Value("SSIM", row => Show(row.Ssim, row.Seeds, 2)),
            Value(Recognisable, row => Figures.Percent(row.Recognisable.Mean, 0)),
            Value(Identified, row => Figures.Percent(row.Identified.Mean, 0)),
            Value(Correlation, row => Figures.Fixed(row.DistanceCorrelation.Median, 2)),
            Value(Seconds, row => Figures.Short(row.Seconds)),
        ];

        Column Name(string title, Func<AttackRow, string> text) => new(title, IsName: true, [.. rows.Select(text)]);
        Column Value(string title, Func<AttackRow, string> text) => new(title, IsName: false, [.. rows.Select(text)]);
    }

    private static Column[] Fitting(Column[] columns, int width)
    {
        foreach (string title in Dispensable)
        {
            if (columns.Sum(column => column.Width) > width)
            {
                columns = [.. columns.Where(column => column.Title != title)];
            }
        }

        return columns;
    }

    private static Table ToTable(Column[] columns, int rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (Column column in columns)
        {
            var tableColumn = new TableColumn(column.Title) { NoWrap = !column.IsName, Padding = new Padding(0, 0, 1, 0) };
            table.AddColumn(column.IsName ? tableColumn : tableColumn.RightAligned());
        }

        for (int row = 0; row < rows; row++)
        {
            table.AddRow([.. columns.Select(column => Markup.Escape(column.Cells[row]))]);
        }

        return table;
    }

    private static void WriteLegend(TextWriter writer, IReadOnlyList<AttackRow> rows, Column[] shown)
    {
        writer.WriteLine(rows.Any(row => row.Seeds > 1)
            ? "PSNR and SSIM: median over seeds of the mean over pictures (least to greatest seed)."
            : "PSNR and SSIM: mean over pictures (95 % bootstrap interval).");
        Explain(UnbiasedBound.PsnrTitle, UnbiasedBound.PsnrMeaning + ".");
        Explain(Recognisable, "share of pictures with SSIM above 0.3.");
        Explain(Identified, $"share that an independent classifier identifies; of the originals {Figures.Percent(rows[0].OriginalsIdentified.Mean, 0)}.");
        Explain(Correlation, "distance correlation of pictures and messages.");
        foreach (AttackRow row in rows)
        {
            if (row.Strongest is { } strongest)
            {
                writer.WriteLine($"{StrongestAttack.Name} at {Place(row)}: of each picture the reconstruction with the greatest SSIM ({Counts(strongest)}); all of them take {Figures.Flops(row.PreparationFlops)} once for each network and seed, and {Figures.Flops(row.FlopsPerImage)} for each picture.");
            }
        }

        void Explain(string title, string meaning)
        {
            if (shown.Any(column => column.Title == title))
            {
                writer.WriteLine($"{title}: {meaning}");
            }
        }
    }

    private static string Place(AttackRow row) =>
        row.Defense == "none" ? row.Split : $"{row.Split}, {row.Defense}, {(row.Adaptive ? "adaptive" : "naive")}";

    private static string Counts(IReadOnlyList<(string Attack, int Pictures)> strongest) =>
        string.Join(", ", strongest.Select(one => $"{one.Attack} {Figures.Count(one.Pictures)}"));

    private static string Pictures(IReadOnlyList<AttackRow> rows)
    {
        int seeds = rows.Max(row => row.Seeds);
        return $"{Figures.Count(rows[0].Samples)} pictures" + (seeds > 1 ? string.Create(CultureInfo.InvariantCulture, $" for each of {seeds} seeds") : "");
    }

    private static string Show(SeedMedian value, int seeds, int decimals)
    {
        string range = seeds > 1
            ? $"{Figures.Fixed(value.Low, decimals)}–{Figures.Fixed(value.High, decimals)}"
            : Figures.Range(value.Ci95, decimals);
        return $"{Figures.Fixed(value.Median, decimals)} ({range})";
    }

    private sealed record Column(string Title, bool IsName, string[] Cells)
    {
        public bool IsConstant => Cells.All(cell => cell == Cells[0]);

        /// <summary>Characters with the space between columns.</summary>
        public int Width => Math.Max(Title.Length, Cells.Max(cell => cell.Length)) + 2;
    }
}
