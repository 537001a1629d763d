using System.Globalization;
using Fleet.Host.Experiments;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Leakage;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints an attack experiment: a row for each split, attack and defence.</summary>
internal static class AttackConsole
{
    // The place where nearly all defences act need not be said in a narrow table.
    private const string DefaultPlace = "@activation";

    private static readonly LeakageMetric[] Metrics =
    [
        .. LeakageMetrics.All.Where(metric => metric.ExperimentConsole is { Behind: null })
            .SelectMany(metric => LeakageMetrics.All.Where(other => other.ExperimentConsole?.Behind == metric).Prepend(metric)),
    ];

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
            .. Metrics.Select(metric => Value(metric.ExperimentConsole!.Title, row => Show(metric, row)) with { Metric = metric, OmittedAs = metric.ExperimentConsole.OmittedAs }),
            Value("s", row => Figures.Short(row.Seconds)) with { OmittedAs = 0 },
        ];

        Column Name(string title, Func<AttackRow, string> text) => new(title, IsName: true, [.. rows.Select(text)]);
        Column Value(string title, Func<AttackRow, string> text) => new(title, IsName: false, [.. rows.Select(text)]);
    }

    private static Column[] Fitting(Column[] columns, int width)
    {
        // attack.json has them all.
        foreach (Column omitted in columns.Where(column => column.OmittedAs is not null).OrderBy(column => column.OmittedAs).ToArray())
        {
            if (columns.Sum(column => column.Width) > width)
            {
                columns = [.. columns.Where(column => column != omitted)];
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
        string means = string.Join(" and ", Metrics.Where(metric => metric.IsMean).Select(Quantity));
        writer.WriteLine(means + (rows.Any(row => row.Seeds > 1)
            ? ": median over seeds of the mean over pictures (least to greatest seed)."
            : ": mean over pictures (95 % bootstrap interval)."));
        foreach (LeakageMetric metric in shown.Select(column => column.Metric).OfType<LeakageMetric>().Where(metric => metric.ExperimentConsole!.Legend.Length > 0))
        {
            string originals = metric == LeakageMetrics.Identified ? $"; of the originals {Show(LeakageMetrics.OriginalIdentified, rows[0])}" : "";
            writer.WriteLine($"{metric.ExperimentConsole!.Title}: {metric.ExperimentConsole.Legend}{originals}.");
        }

        foreach (AttackRow row in rows)
        {
            if (row.Strongest is { } strongest)
            {
                writer.WriteLine($"{StrongestAttack.Name} at {Place(row)}: of each picture the reconstruction with the greatest SSIM ({Counts(strongest)}); all of them take {Figures.Flops(row.PreparationFlops)} once for each network and seed, and {Figures.Flops(row.FlopsPerImage)} for each picture.");
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

    // The heading without its unit.
    private static string Quantity(LeakageMetric metric) =>
        metric.Unit.Length > 0 ? metric.ExperimentConsole!.Title.Replace(" " + metric.Unit, "", StringComparison.Ordinal) : metric.ExperimentConsole!.Title;

    private static string Show(LeakageMetric metric, AttackRow row)
    {
        if (row.Metrics[metric] is not { } value)
        {
            return "";
        }

        string median = MetricText.Of(metric, value.Median);
        return !metric.IsMean ? median
            : row.Seeds > 1 ? $"{median} ({MetricText.Of(metric, value.Low)}–{MetricText.Of(metric, value.High)})"
            : $"{median} ({Figures.Range(value.Ci95, metric.Decimals ?? 3)})";
    }

    private sealed record Column(string Title, bool IsName, string[] Cells)
    {
        public LeakageMetric? Metric { get; init; }

        /// <summary>A narrow terminal omits the columns with the least of these first; null for one that it keeps.</summary>
        public int? OmittedAs { get; init; }

        public bool IsConstant => Cells.All(cell => cell == Cells[0]);

        /// <summary>Characters with the space between columns.</summary>
        public int Width => Math.Max(Title.Length, Cells.Max(cell => cell.Length)) + 2;
    }
}
