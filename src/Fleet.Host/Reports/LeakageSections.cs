using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Leakage;

namespace Fleet.Host.Reports;

/// <summary>The part of the page about accuracy, leakage and reconstructions.</summary>
internal static class LeakageSections
{
    /// <summary>Writes the sections that have something to show.</summary>
    public static void Write(HtmlWriter page, RunReport report)
    {
        if (report.Summary.Accuracy.Count > 0) Accuracy(page, report.Summary.Accuracy);
        if (report.Summary.Leakage.Count > 0) Leakage(page, report.Summary.Leakage);
        if (report.Sheets.Count > 0) Sheets(page, report.Sheets);
    }

    private static void Accuracy(HtmlWriter page, IReadOnlyList<AccuracyRow> rows)
    {
        page.Line("<section><h2>Accuracy</h2><p class=\"hint\">Of the cut and defended network on the test set, with the 95 % binomial interval.</p>");
        double low = rows.Min(row => row.Ci95.Low);
        AxisScale x = AxisScale.Linear(Math.Max(0, low - (0.1 * (1 - low))), 1);
        page.Table(
            ["network", "data", "split", "defence", "#accuracy", "#95 % interval", string.Empty, "#samples"],
            rows.Select(row => new[]
            {
                HtmlWriter.Escape(row.Network),
                HtmlWriter.Escape(row.Data),
                HtmlWriter.Escape(row.Split),
                HtmlWriter.Chain(row.Defense),
                Figures.Percent(row.Value, 2),
                Figures.Range(row.Ci95, 2, 100),
                Whisker(x, row.Value, row.Ci95.Low, row.Ci95.High),
                Figures.Count(row.Samples),
            }));
        page.Line("</section>");
    }

    /// <summary>What attacks recovered.</summary>
    internal static void Leakage(HtmlWriter page, IReadOnlyList<LeakageRow> rows)
    {
        LeakageColumn[] shown = [.. Columns().Where(column => rows.Any(row => column.Cell(row).Length > 0))];
        string hints = string.Concat(shown.Where(column => column.Hint.Length > 0).Select(column => $"; {column.Hint}"));
        page.Line("<section><h2>Leakage</h2><p class=\"hint\">What an attack recovers of the pictures, from messages that crossed a link to the"
            + $" adversary; means with 95 % intervals{HtmlWriter.Escape(hints)}.</p>");
        page.Table([.. shown.Select(column => column.Title)], rows.Select(row => shown.Select(column => column.Cell(row)).ToArray()));
        page.Line("</section>");
    }

    private static IEnumerable<LeakageColumn> Columns() =>
    [
        new("attack", row => HtmlWriter.Escape(row.Knowledge + (row.Adaptive ? " adaptive " : " ") + row.Attack)),
        new("split", row => HtmlWriter.Escape(row.Split)),
        new("defence", row => HtmlWriter.Chain(row.Defense)),
        new("#messages", row => Figures.Count(row.Samples)),
        .. LeakageMetrics.All.SelectMany(metric => metric.Page is { } title ? Columns(metric, title) : []),
    ];

    private static IEnumerable<LeakageColumn> Columns(LeakageMetric metric, MetricTitle title)
    {
        bool interval = metric is { IsMean: true, InSummary: MetricForm.Estimate };
        yield return new LeakageColumn("#" + title.Title, row => MetricText.OrNothing(metric, row.Metrics[metric].Mean)
            + (interval ? $" <span class=\"quiet\">{Figures.Range(row.Metrics[metric].Ci95, metric.Decimals ?? 3)}</span>" : ""))
        {
            Hint = title.Legend,
        };
        if (metric.ShowsInterval)
        {
            AxisScale x = AxisScale.Linear(0, 1);
            yield return new LeakageColumn(string.Empty, row => Whisker(x, row.Metrics[metric].Mean, row.Metrics[metric].Ci95.Low, row.Metrics[metric].Ci95.High));
        }
    }

    private static void Sheets(HtmlWriter page, IReadOnlyList<SheetFile> sheets)
    {
        page.Line("<section><h2>Reconstructions</h2>");
        foreach (SheetFile sheet in sheets)
        {
            string caption = HtmlWriter.Escape(sheet.Caption);
            page.Line(string.Create(CultureInfo.InvariantCulture, $"<figure class=\"sheet\"><img alt=\"Originals and reconstructions: {caption}\" width=\"{sheet.Image.Width}\" height=\"{sheet.Image.Height}\"")
                + $" src=\"data:image/png;base64,{Convert.ToBase64String(sheet.Image.Png)}\">");
            page.Line($"<figcaption>{caption}. File: <code>{Manifest.PicturesFolder}/{HtmlWriter.Escape(sheet.Name)}</code></figcaption></figure>");
        }

        page.Line("</section>");
    }

    /// <summary>A dot with its interval on a small axis.</summary>
    private static string Whisker(AxisScale x, double value, double low, double high)
    {
        string at = SvgPlot.Percent(Share(value));
        string interval = double.IsFinite(low) && double.IsFinite(high)
            ? $"<line class=\"interval\" x1=\"{SvgPlot.Percent(Share(low))}\" x2=\"{SvgPlot.Percent(Share(high))}\" y1=\"8\" y2=\"8\"/>"
            : string.Empty;
        return "<svg class=\"whisker\" width=\"90\" height=\"16\" aria-hidden=\"true\"><line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"8\" y2=\"8\"/>"
            + $"{interval}<circle cx=\"{at}\" cy=\"8\" r=\"3.5\"/></svg>";
        double Share(double v) => Math.Clamp(x.Position(v), 0, 1);
    }

    /// <summary>A column that is shown, with its explanation, if any row has a value in it.</summary>
    private sealed record LeakageColumn(string Title, Func<LeakageRow, string> Cell)
    {
        public string Hint { get; init; } = "";
    }
}
