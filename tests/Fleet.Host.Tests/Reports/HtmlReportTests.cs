using System.Text.RegularExpressions;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Tests.Results;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;

namespace Fleet.Host.Tests.Reports;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void The_page_asks_for_nothing_from_anywhere()
    {
        string page = Page(out _);
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Source().Matches(page), m => Assert.StartsWith("data:image/png;base64,", m.Groups["url"].Value, StringComparison.Ordinal));
        Assert.Equal(3, Source().Count(page));
    }

    [Fact]
    public void Names_from_the_scenario_are_escaped()
    {
        string page = Page(out _);
        Assert.Contains("door &lt;sensor&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<sensor>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>&</b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_hashes_and_the_figures_of_the_summary()
    {
        string page = Page(out WrittenRun run);
        Assert.Contains(run.Summary.ResultHash, page, StringComparison.Ordinal);
        Assert.Contains(run.Summary.TensorHash, page, StringComparison.Ordinal);
        Assert.Contains("98.74 %", page, StringComparison.Ordinal);
        Assert.Contains("failed: entity-restarted", page, StringComparison.Ordinal);
        Assert.Contains("IOException: no &lt;disk&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Stopped for good: device-7, link-1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Source().Replace(page, string.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_answers_has_a_page_too()
    {
        using TemporaryFolder folder = new();
        new SampleRun(requests: 0).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch), messages: 0, interrupted: true);
        string page = File.ReadAllText(folder.PathOf("report.html"));
        Assert.Contains("No request that arrived after warm-up was answered.", page, StringComparison.Ordinal);
        Assert.Contains("Interrupted", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_says_how_many_requests_the_latencies_leave_out()
    {
        string page = Page(out WrittenRun run);
        Assert.NotNull(LeftOut.Of(run.Summary.Requests));
        Assert.Contains($"<p class=\"warning\">{LeftOut.Of(run.Summary.Requests)}</p>", page, StringComparison.Ordinal);
    }

    /// <summary>A good attack's error is small; a column without values needs no explanation either.</summary>
    [Fact]
    public void Small_errors_have_digits_and_hints_stand_where_their_columns_are()
    {
        LeakageRow row = LeakageOf(0.0000052);
        string with = LeakagePage(row);
        Assert.Contains(">5.2e-6<", with, StringComparison.Ordinal);
        Assert.Contains("unbiased min MSE: the least MSE that an unbiased attack", with, StringComparison.Ordinal);
        string without = LeakagePage(row with
        {
            Metrics = new MetricValues<MeanEstimate>((metric, _) => metric.IsMean || metric == LeakageMetrics.Recognisable ? row.Metrics[metric] : MeanEstimate.Unknown),
        });
        Assert.All(["unbiased", "identified", "distance"], word => Assert.DoesNotContain(word, without, StringComparison.Ordinal));
        Assert.Contains("recognisable: SSIM above 0.3", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_wider_than_the_page_show_that_they_go_on()
    {
        string page = Page(out _);
        Assert.Contains("background-attachment: local, local, scroll, scroll", page, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(page, "<table", RegexOptions.None, TimeSpan.FromSeconds(1)), Regex.Count(page, "<div class=\"scroll\"><table", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static LeakageRow LeakageOf(double mse)
    {
        var value = new MeanEstimate(0.5, new Interval(0.4, 0.6));
        return new LeakageRow("white-box", "rmle", false, "ReLU1", "none", 32, new MetricValues<MeanEstimate>((metric, _) =>
            metric == LeakageMetrics.Mse ? MeanEstimate.Exactly(mse) : value));
    }

    private static string LeakagePage(LeakageRow row)
    {
        HtmlWriter page = new();
        LeakageSections.Leakage(page, [row]);
        return page.ToString();
    }

    private static string Page(out WrittenRun run)
    {
        using TemporaryFolder folder = new();
        run = new SampleRun(requests: 1000).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        return File.ReadAllText(folder.PathOf("report.html"));
    }

    [GeneratedRegex("src=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();
}
