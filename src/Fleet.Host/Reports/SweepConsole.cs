using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>Prints a sweep: a row for each cell.</summary>
internal static class SweepConsole
{
    /// <summary>Prints the rows. Columns without any value are left out.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<SweepRow> rows)
    {
        if (rows.Count > 0)
        {
            WholeTable.Write(console, ToTable(rows));
            if (LeftOut.Of(rows) is { } leftOut) console.MarkupLineInterpolated($"[yellow]{leftOut}[/]");
        }
    }

    /// <summary>Says where the files are.</summary>
    public static void WritePlace(IAnsiConsole console, IReadOnlyList<SweepRow> rows, string folder)
    {
        console.Profile.Out.Writer.WriteLine($"Cells: {rows.Count}. Table, plot and every run: {folder}");
    }

    private static Table ToTable(IReadOnlyList<SweepRow> rows)
    {
        (string Title, Func<SweepRow, Estimate> Value, string Format, double Factor)[] metrics =
        [
            ("issued", row => row.Issued, "#,0", 1),
            ("in flight", row => row.InFlight, "#,0", 1),
            (Quantity.MeanLatency.Heading, row => row.LatencyMeanMs, "0.00", 1),
            (Quantity.Latency95.Heading, row => row.LatencyP95Ms, "0.00", 1),
            (Quantity.Accuracy.Heading, row => row.Accuracy, "0.00", 100),
            (Quantity.Psnr.Heading, row => row.PsnrDb, "0.00", 1),
            (Quantity.Ssim.Heading, row => row.Ssim, "0.000", 1),
            (Quantity.Recognisable.Heading, row => row.Recognisable, "0", 100),
        ];
        var shown = metrics.Where(metric => rows.Any(row => !double.IsNaN(metric.Value(row).Mean))).ToArray();
        var table = new Table { Border = TableBorder.Simple };
        foreach (string path in rows[0].Assignments.Select(a => a.Path))
        {
            table.AddColumn(Markup.Escape(path));
        }

        foreach (var metric in shown)
        {
            table.AddColumn(new TableColumn(metric.Title) { NoWrap = true }.RightAligned());
        }

        foreach (SweepRow row in rows)
        {
            IEnumerable<string> values = shown.Select(metric => Format(metric.Value(row), metric.Format, metric.Factor));
            table.AddRow([.. row.Assignments.Select(a => Markup.Escape(a.Value)), .. values]);
        }

        return table;
    }

    /// <summary>The mean, with half its 95 % interval where there are several replications.</summary>
    private static string Format(Estimate estimate, string format, double factor)
    {
        if (double.IsNaN(estimate.Mean))
        {
            return "-";
        }

        string mean = (estimate.Mean * factor).ToString(format, CultureInfo.InvariantCulture);
        double half = (estimate.Ci95.High - estimate.Ci95.Low) / 2 * factor;
        return double.IsNaN(half) ? mean : $"{mean} ±{half.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
