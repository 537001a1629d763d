using System.Globalization;
using Fleet.Actors.Telemetry;
using Fleet.Host.Results;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>The few lines that a run prints at its end. They fit into 100 columns and need no colour.</summary>
public static class ConsoleSummary
{
    private const int MaxWidth = 100;
    private const int MaxRows = 12;

    /// <summary>Prints a run.</summary>
    /// <param name="console">Where to; whether it has colours or a terminal is its matter.</param>
    /// <param name="run">What was written.</param>
    public static void Write(IAnsiConsole console, WrittenRun run)
    {
        RunSummary summary = run.Summary;
        int width = Math.Min(MaxWidth, console.Profile.Width);
        if (run.Manifest.Status == RunStatus.Interrupted)
        {
            console.MarkupLine("[yellow]Interrupted: these are the results up to then.[/]");
        }

        console.Write(Fleet(summary, width));
        Stages(console, summary, width);
        if (summary.Accuracy.Count > 0) console.Write(Accuracy(summary.Accuracy, width));
        if (summary.Leakage.Count > 0) console.Write(Leakage(summary.Leakage, width));
        console.Profile.Out.Writer.WriteLine($"resultHash {summary.ResultHash}");
        console.Profile.Out.Writer.WriteLine($"tensorHash {summary.TensorHash}");

        // Written past the console's line breaking, so that a path can be copied whole.
        console.Profile.Out.Writer.WriteLine($"Results: {run.Folder}");
        console.Profile.Out.Writer.WriteLine("Open report.html there for charts and pictures.");
    }

    private static Table NewTable(int width, params (string Title, bool Number)[] columns)
    {
        Table table = new() { Border = TableBorder.Simple, UseSafeBorder = true, Width = null };
        table.Expand = false;
        foreach ((string title, bool number) in columns)
        {
            TableColumn column = new(new Text(title)) { Padding = new Padding(0, 0, 1, 0), NoWrap = number };
            table.AddColumn(number ? column.RightAligned() : column);
        }

        return table;
    }

    private static Table Fleet(RunSummary summary, int width)
    {
        RequestCounts requests = summary.Requests;
        LatencyFigures latency = summary.LatencyMs;
        Table table = NewTable(
            width, ("issued", true), ("answered", true), ("failed", true), ("in flight", true), ("mean ms", true), ("p50 ms", true), ("p95 ms", true), ("p99 ms", true));
        Row(
            table,
            Figures.Count(requests.Issued),
            Figures.Count(requests.Answered),
            Figures.Count(requests.Failed.Values.Sum()),
            Figures.Count(requests.InFlight),
            Figures.Short(latency.Mean),
            Figures.Short(latency.P50),
            Figures.Short(latency.P95),
            Figures.Short(latency.P99));
        return table;
    }

    /// <summary>The stages that matter, the longest first.</summary>
    private static void Stages(IAnsiConsole console, RunSummary summary, int width)
    {
        const double Negligible = 0.005;
        double mean = summary.LatencyMs.Mean;
        IEnumerable<string> parts = summary.LatencyMs.ByStage
            .Where(stage => stage.Value >= Negligible * mean)
            .OrderByDescending(stage => stage.Value)
            .Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key} {Figures.Short(stage.Value)}"));
        string line = "mean ms by stage: " + string.Join(", ", parts);
        if (line.Length > width) line = line[..line.LastIndexOf(',', width - 5)] + ", ...";
        if (double.IsFinite(mean)) console.WriteLine(line);
    }

    private static Table Accuracy(IReadOnlyList<AccuracyRow> rows, int width)
    {
        Table table = NewTable(width, ("split", false), ("defence", false), ("accuracy", true), ("95 % interval", true), ("samples", true));
        foreach (AccuracyRow row in rows.Take(MaxRows))
        {
            Row(table, row.Split, row.Defense, Figures.Percent(row.Value, 2), Figures.Range(row.Ci95, 2, 100), Figures.Count(row.Samples));
        }

        More(table, rows.Count, 5);
        return table;
    }

    private static Table Leakage(IReadOnlyList<LeakageRow> rows, int width)
    {
        Table table = NewTable(
            width, ("attack", false), ("split", false), ("defence", false), ("n", true), ("PSNR dB", true), ("SSIM", true), ("95 % interval", true), ("recognisable", true));
        foreach (LeakageRow row in rows.Take(MaxRows))
        {
            Row(
                table,
                row.Knowledge + (row.Adaptive ? " adaptive " : " ") + row.Attack,
                row.Split,
                row.Defense,
                Figures.Count(row.Samples),
                Figures.Fixed(row.PsnrDb.Mean, 1),
                Figures.Fixed(row.Ssim.Mean, 2),
                Figures.Range(row.Ssim.Ci95, 2),
                Figures.Percent(row.Recognisable, 0));
        }

        More(table, rows.Count, 8);
        return table;
    }

    private static void More(Table table, int rows, int columns)
    {
        if (rows <= MaxRows) return;
        string[] cells = new string[columns];
        Array.Fill(cells, string.Empty);
        cells[0] = string.Create(CultureInfo.InvariantCulture, $"and {rows - MaxRows} more");
        Row(table, cells);
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
