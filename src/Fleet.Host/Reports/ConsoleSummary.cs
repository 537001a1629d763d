using System.Globalization;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Spectre.Console;

namespace Fleet.Host.Reports;

/// <summary>The few lines that a run prints at its end. They fit into 100 columns and need no colour.</summary>
public static class ConsoleSummary
{
    private const int MaxWidth = 100;
    private const int WideFrom = 96;
    private const int MaxRows = 12;

    /// <summary>Prints the figures of a run, whether or not they have been written.</summary>
    /// <param name="console">Where to; whether it has colours or a terminal is its matter.</param>
    /// <param name="run">The figures.</param>
    public static void Write(IAnsiConsole console, RunFigures run)
    {
        RunSummary summary = run.Summary;
        if (run.Status == RunStatus.Interrupted)
        {
            console.MarkupLine("[yellow]Interrupted: these are the results up to then.[/]");
        }

        console.Write(Fleet(summary));
        if (LeftOut.Of(summary.Requests) is { } leftOut) console.MarkupLineInterpolated($"[yellow]{leftOut}[/]");
        EntityFailures(console, summary.EntityFailures);
        Stages(console, summary.LatencyMs);
        if (run.Partition is { } partition) console.WriteLine(Partition(partition));
        if (summary.Accuracy.Count > 0) console.Write(Accuracy(summary.Accuracy));
        if (summary.Leakage.Count > 0) console.Write(Leakage(summary.Leakage, console.Profile.Width >= WideFrom));
        console.Profile.Out.Writer.WriteLine($"resultHash {summary.ResultHash}");
        console.Profile.Out.Writer.WriteLine($"tensorHash {summary.TensorHash}");
    }

    /// <summary>Says where the files of a run are.</summary>
    public static void WritePlace(IAnsiConsole console, string folder)
    {
        // Written past the console's line breaking, so that a path can be copied whole.
        console.Profile.Out.Writer.WriteLine($"Results: {folder}");
        console.Profile.Out.Writer.WriteLine("Open report.html there for charts and pictures.");
    }

    private static Table NewTable(params (string Title, bool Number)[] columns)
    {
        Table table = new() { Border = TableBorder.Simple, UseSafeBorder = true, ShowRowSeparators = false };
        foreach ((string title, bool number) in columns)
        {
            TableColumn column = new(new Text(title)) { Padding = new Padding(0, 0, 1, 0), NoWrap = title != "defence" };
            table.AddColumn(number ? column.RightAligned() : column);
        }

        return table;
    }

    private static Table Fleet(RunSummary summary)
    {
        RequestCounts requests = summary.Requests;
        LatencyFigures latency = summary.LatencyMs;
        Table table = NewTable(("issued", true), ("answered", true), ("failed", true), ("in flight", true), ("mean ms", true), ("p50 ms", true), ("p95 ms", true), ("p99 ms", true));
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

    private static void EntityFailures(IAnsiConsole console, EntityFailures failures)
    {
        foreach ((string cause, long count) in failures.Causes.Take(MaxRows))
        {
            console.MarkupLineInterpolated($"[yellow]{Figures.Count(count)} failed with {cause}[/]");
        }

        if (failures.Stopped.Count > 0)
        {
            string more = failures.Stopped.Count > MaxRows ? string.Create(CultureInfo.InvariantCulture, $" and {failures.Stopped.Count - MaxRows} more") : "";
            console.MarkupLineInterpolated($"[yellow]stopped for good: {string.Join(", ", failures.Stopped.Take(MaxRows))}{more}[/]");
        }
    }

    /// <summary>Where the mean latency goes, and how much of it is waiting.</summary>
    private static void Stages(IAnsiConsole console, LatencyFigures latency)
    {
        if (!double.IsFinite(latency.Mean)) return;
        string[] places = [.. StageTimes.Stages.GroupBy(stage => stage.Place).Select(place =>
            $"{place.Key} {Figures.Short(Sum(place))} ({Figures.Short(Sum(place.Where(stage => stage.Activity == StageAttribute.Waiting)))})")];
        string line = "mean ms (waiting): " + string.Join(", ", places);
        console.WriteLine(line.Length <= MaxWidth ? line : $"mean ms (waiting): {string.Join(", ", places[..2])},\n  {string.Join(", ", places[2..])}");

        double Sum(IEnumerable<Stage> stages) => stages.Sum(stage => latency.ByStage[stage.Name]);
    }

    /// <summary>How the run was spread over threads.</summary>
    internal static string Partition(ManifestPartition partition) => partition.Regions == 1
        ? "simulated on 1 thread"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"simulated on {partition.Regions} threads, lookahead {Figures.Short(1000 * partition.LookaheadSeconds)} ms, at work {Figures.Percent(partition.ActualEfficiency, 0)} of the time ({Figures.Percent(partition.ExpectedEfficiency, 0)} expected)");

    private static Table Accuracy(IReadOnlyList<AccuracyRow> rows)
    {
        Table table = NewTable(("split", false), ("defence", false), ("accuracy", true), ("95 % interval", true), ("samples", true));
        foreach (AccuracyRow row in rows.Take(MaxRows))
        {
            Row(table, row.Split, Chain(row.Defense), Figures.Percent(row.Value, 2), Figures.Range(row.Ci95, 2, 100), Figures.Count(row.Samples));
        }

        More(table, rows.Count, 5);
        return table;
    }

    /// <summary>In a narrow console the interval gives its room to the names of the defences.</summary>
    private static Table Leakage(IReadOnlyList<LeakageRow> rows, bool wide)
    {
        (string Title, bool Number)[] interval = wide ? [("95 % interval", true)] : [];
        Table table = NewTable(
            [("attack", false), ("split", false), ("defence", false), ("n", true), ("PSNR dB", true), ("SSIM", true), .. interval, ("SSIM>0.3", true), ("ident", true)]);
        foreach (LeakageRow row in rows.Take(MaxRows))
        {
            string[] range = wide ? [Figures.Range(row.Ssim.Ci95, 2)] : [];
            Row(
                table,
                [
                    row.Knowledge + (row.Adaptive ? " adaptive " : " ") + row.Attack,
                    row.Split,
                    Chain(row.Defense),
                    Figures.Count(row.Samples),
                    Figures.Fixed(row.PsnrDb.Mean, 1),
                    Figures.Fixed(row.Ssim.Mean, 2),
                    .. range,
                    Figures.Percent(row.Recognisable, 0),
                    row.IdentificationAccuracy is { } identified ? Figures.Percent(identified.Mean, 0) : "",
                ]);
        }

        More(table, rows.Count, table.Columns.Count);
        return table;
    }

    /// <summary>A long chain of defences takes one line for each.</summary>
    private static string Chain(string defense)
    {
        const int Long = 24;
        return defense.Length <= Long ? defense : defense.Replace("+", "+\n", StringComparison.Ordinal);
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
