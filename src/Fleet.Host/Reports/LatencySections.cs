using System.Globalization;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Host.Terminal;

namespace Fleet.Host.Reports;

/// <summary>The part of the page about latency: distribution, cumulative distribution, stages, device classes.</summary>
internal static class LatencySections
{
    /// <summary>Writes the sections.</summary>
    public static void Write(HtmlWriter page, RunReport report)
    {
        page.Line("<section><h2>Latency</h2>");
        if (report.Latencies.Samples == 0)
        {
            page.Line("<p class=\"hint\">No request that arrived after warm-up was answered.</p></section>");
            return;
        }

        string leftOut = report.Latencies.Samples < LatencyCharts.LeavesOutFrom
            ? string.Empty
            : $" The fastest and the slowest {Figures.Percent(LatencyCharts.LeftOut, 1)} lie beyond the ends of the axes.";
        page.Line($"<p class=\"hint\">{Figures.Count(report.Latencies.Samples)} answered requests that arrived after warm-up"
            + $" ({HtmlWriter.Escape(report.Info.WarmUp.ToString())}).{leftOut}</p>");
        if (LeftOut.Of(report.Summary.Requests) is { } sentence) page.Line($"<p class=\"warning\">{HtmlWriter.Escape(sentence)}</p>");
        page.Line("<div class=\"pair\">");
        LatencyCharts.Histogram(page, report.Latencies.Counts(), report.Summary.LatencyMs);
        LatencyCharts.Cumulative(page, Curves(report));
        page.Line("</div></section>");
        Stages(page, report);
        if (report.Info.DeviceClasses.Count > 1) Classes(page, report);
    }

    private static LatencyCurve[] Curves(RunReport report)
    {
        LatencyCurve[] classes =
        [
            .. report.Info.DeviceClasses
                .Select((c, i) => new LatencyCurve(c.Name, report.Latencies.Counts(i)))
                .Where(curve => curve.Counts.Length > 0),
        ];

        // More lines than this are not told apart; the table of classes has the numbers.
        return classes.Length is > 1 and <= LatencyCharts.MaxCurves ? classes : [new LatencyCurve("all devices", report.Latencies.Counts())];
    }

    private static void Stages(HtmlWriter page, RunReport report)
    {
        List<StageBar> bars = [new("all devices", report.Summary.LatencyMs.Mean, [.. StageTimes.Stages.Select(stage => report.Summary.LatencyMs.ByStage[stage.Name])])];
        if (report.Info.DeviceClasses.Count is > 1 and <= StageBars.MaxBars)
        {
            bars.AddRange(report.Info.DeviceClasses.Select((c, i) => Bar(c.Name, report.Latencies.Classes[i])).Where(bar => double.IsFinite(bar.MeanMs)));
        }

        page.Line("<section><h2>Where the time goes</h2><p class=\"hint\">Mean time in each stage of a request's way; the stages add up to the latency.</p>");
        StageBars.Write(page, bars);
        double mean = report.Summary.LatencyMs.Mean;
        IEnumerable<string[]> rows = StageTimes.Stages.Select(stage => new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"<i class=\"key s{stage.Index}\"></i>{stage.Place}: {stage.Activity}"),
            Figures.Short(report.Summary.LatencyMs.ByStage[stage.Name]),
            Figures.Percent(report.Summary.LatencyMs.ByStage[stage.Name] / mean, 1),
        });
        page.Line("<div class=\"legend\">");
        page.Table(["stage", "#mean (ms)", "#share"], rows);
        page.Line("</div></section>");
    }

    private static StageBar Bar(string name, ClassLatencies latencies) =>
        new(name, latencies.MeanMs, [.. Enumerable.Range(0, StageTimes.Count).Select(latencies.StageMeanMs)]);

    private static void Classes(HtmlWriter page, RunReport report)
    {
        page.Line("<section><h2>Device classes</h2>");
        page.Table(
            ["class", "#devices", "split", "defence", "#latencies", "#mean (ms)", "#p50 (ms)", "#p95 (ms)", "#p99 (ms)", "#failed"],
            report.Info.DeviceClasses.Select((c, i) => ClassRow(c, report.Latencies.Classes[i])));
        page.Line("</section>");
    }

    private static string[] ClassRow(RunDeviceClass c, ClassLatencies latencies) =>
    [
        HtmlWriter.Escape(c.Name),
        Figures.Count(c.Count),
        HtmlWriter.Escape(c.Split),
        HtmlWriter.Chain(c.Defense),
        Figures.Count(latencies.Samples),
        Figures.Short(latencies.MeanMs),
        Figures.Short(latencies.PercentileMs(50)),
        Figures.Short(latencies.PercentileMs(95)),
        Figures.Short(latencies.PercentileMs(99)),
        Figures.Count(latencies.Failed),
    ];
}
