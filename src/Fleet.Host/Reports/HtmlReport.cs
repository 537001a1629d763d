using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Terminal;

namespace Fleet.Host.Reports;

/// <summary>
/// report.html: one page that holds all it needs. The policy in its head forbids every request, so opening it never
/// reaches for a network.
/// </summary>
internal static class HtmlReport
{
    /// <summary>The page as UTF-8.</summary>
    public static byte[] Render(RunReport report)
    {
        HtmlWriter page = new();
        page.Line("<!doctype html>");
        page.Line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Line("<meta name=\"color-scheme\" content=\"light dark\">");
        page.Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">");
        page.Raw("<title>").Text(report.Summary.Scenario).Line(" – FleetSim</title>");
        page.Line($"<style>{ReportStyle.Css}{StageBars.Css}</style></head><body><main>");
        Header(page, report);
        KeyFigures(page, report);
        LatencySections.Write(page, report);
        Requests(page, report.Summary);
        LeakageSections.Write(page, report);
        Scenario(page, report.Info);
        page.Line("</main></body></html>");
        return System.Text.Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void Header(HtmlWriter page, RunReport report)
    {
        RunSummary summary = report.Summary;
        page.Line("<header><p class=\"eyebrow\">FleetSim run</p>");
        page.Raw("<h1>").Text(summary.Scenario).Line("</h1>");
        if (report.Interrupted)
        {
            page.Line("<p class=\"badge\">Interrupted: what was finished by then is shown.</p>");
        }

        page.Raw("<p class=\"lead\">").Text(
            $"{Figures.Count(summary.Devices)} {(summary.Devices == 1 ? "device" : "devices")}, {Figures.Short(summary.SimulatedSeconds)} s simulated, "
            + $"{Figures.Count(summary.Events)} events, seed {summary.Seed}").Line("</p>");
        page.Line("<dl class=\"hashes\">");
        Hash(page, "scenarioHash", report.Info.ScenarioHash);
        Hash(page, "resultHash", summary.ResultHash);
        Hash(page, "tensorHash", summary.TensorHash);
        page.Line("</dl></header>");
    }

    private static void Hash(HtmlWriter page, string name, string hash) =>
        page.Line($"<div><dt>{name}</dt><dd><code>{HtmlWriter.Escape(hash)}</code></dd></div>");

    private static void KeyFigures(HtmlWriter page, RunReport report)
    {
        RunSummary summary = report.Summary;
        LatencyFigures latency = summary.LatencyMs;
        page.Line("<section class=\"tiles\" aria-label=\"Key figures\">");
        long failed = summary.Requests.Failed.Values.Sum();
        Tile(page, "Requests answered", Figures.Count(summary.Requests.Answered), string.Empty, $"of {Figures.Count(summary.Requests.Issued)} issued, {Figures.Count(failed)} failed");
        Tile(page, "Median latency", Figures.Short(latency.P50), "ms", $"mean {Figures.Short(latency.Mean)} ms");
        Tile(page, "95th percentile", Figures.Short(latency.P95), "ms", $"99th: {Figures.Short(latency.P99)} ms");
        if (summary.Accuracy.Count > 0)
        {
            AccuracyRow worst = summary.Accuracy.MinBy(row => row.Value)!;
            string of = summary.Accuracy.Count == 1 ? "on the test set" : $"lowest of {summary.Accuracy.Count} variants";
            Tile(page, "Accuracy", Figures.Fixed(100 * worst.Value, 1), "%", of);
        }

        if (summary.Leakage.Count > 0)
        {
            LeakageRow worst = summary.Leakage.MaxBy(row => row.Ssim.Mean)!;
            string of = summary.Leakage.Count == 1 ? string.Empty : $", highest of {summary.Leakage.Count} rows";
            Tile(page, "Leakage", Figures.Fixed(worst.Ssim.Mean, 2), "SSIM", $"{Figures.Percent(worst.Recognisable, 0)} recognisable{of}");
        }

        page.Line("</section>");
    }

    private static void Tile(HtmlWriter page, string name, string value, string unit, string note) =>
        page.Line($"<div class=\"tile\"><p class=\"name\">{HtmlWriter.Escape(name)}</p><p class=\"value\">{HtmlWriter.Escape(value)}"
            + $"<span>{HtmlWriter.Escape(unit)}</span></p><p class=\"note\">{HtmlWriter.Escape(note)}</p></div>");

    private static void Requests(HtmlWriter page, RunSummary summary)
    {
        RequestCounts requests = summary.Requests;
        page.Line("<section><h2>Requests</h2>");
        page.Line("<p class=\"hint\">Over the whole run, warm-up included. Issued = answered + failed + in flight at the end.</p>");
        List<string[]> rows =
        [
            ["answered", Figures.Count(requests.Answered), Share(requests.Answered)],
            .. requests.Failed.Select(pair => new[] { "failed: " + HtmlWriter.Escape(pair.Key), Figures.Count(pair.Value), Share(pair.Value) }),
            ["in flight at the end", Figures.Count(requests.InFlight), Share(requests.InFlight)],
            ["issued", Figures.Count(requests.Issued), Share(requests.Issued)],
        ];
        page.Table(["outcome", "#requests", "#share"], rows);
        if (requests.Failed.Values.Sum() == 0) page.Line("<p class=\"hint\">No request failed.</p>");
        EntityFailures failures = summary.EntityFailures;
        if (failures.Causes.Count > 0)
        {
            page.Table(["failure of an entity", "#times"], failures.Causes.Select(pair => new[] { HtmlWriter.Escape(pair.Key), Figures.Count(pair.Value) }));
        }

        if (failures.Stopped.Count > 0)
        {
            page.Line($"<p>Stopped for good: {HtmlWriter.Escape(string.Join(", ", failures.Stopped))}</p>");
        }

        page.Line("</section>");
        string Share(long count) => Figures.Percent(requests.Issued == 0 ? double.NaN : (double)count / requests.Issued, 2);
    }

    private static void Scenario(HtmlWriter page, RunInfo info)
    {
        page.Line("<section><h2>Scenario</h2><details><summary>The scenario as resolved, with every default filled in</summary>");
        page.Raw("<pre>").Text(ResultsJson.Indent(info.Resolved)).Line("</pre></details></section>");
    }
}
