using Fleet.Host.Experiments;
using Fleet.Host.Plots;
using Fleet.Host.Reports;
using Fleet.Host.Results;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Models.Leakage;
using Fleet.Models.Statistics;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Reports;

public sealed class AxesAndConsoleTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(62, 107, "70 80 90 100")]
    [InlineData(0.9, 0.95, "0.90 0.91 0.92 0.93 0.94 0.95")]
    [InlineData(-1, 1, "-1.0 -0.5 0.0 0.5 1.0")]
    public void Marks_stand_at_round_values(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', AxisScale.Linear(low, high).Ticks.Select(tick => tick.Text)));

    [Fact]
    public void Values_over_decades_get_a_logarithmic_axis()
    {
        AxisScale scale = AxisScale.ForSpread(0.1, 1000);
        Assert.True(scale.IsLogarithmic);
        Assert.Equal("0.1 0.3 1 3 10 30 100 300 1,000", string.Join(' ', scale.Ticks.Select(tick => tick.Text)));
        Assert.Equal(0.5, scale.Position(10), 12);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void A_single_value_gets_an_axis_around_it(double low, double high)
    {
        AxisScale scale = AxisScale.ForSpread(low, high);
        Assert.InRange(scale.Position(low), 0, 1);
        Assert.NotEmpty(scale.Ticks);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0.4, "0.400")]
    [InlineData(9.999, "10.0")]
    [InlineData(88.72, "88.7")]
    [InlineData(185.2, "185")]
    [InlineData(12345, "12,345")]
    [InlineData(double.NaN, "–")]
    public void Figures_show_three_significant_digits(double value, string text) => Assert.Equal(text, Figures.Short(value));

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void The_tables_fit_the_console_and_100_columns(int width)
    {
        using TestConsole console = new TestConsole().Width(width);
        using TemporaryFolder folder = new();
        WrittenRun run = new SampleRun().Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        ConsoleSummary.Write(console, new RunFigures(run.Summary, run.Manifest.Status, run.Manifest.Partition));
        ConsoleSummary.WritePlace(console, run.Folder);
        Assert.All(console.Lines.Where(line => !line.StartsWith("Results:", StringComparison.Ordinal)), line => Assert.True(line.Length <= Math.Min(width, 100), line));
        Assert.Contains("98.74 %", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", console.Output, StringComparison.Ordinal);
        Assert.Contains("Results: " + run.Folder, console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_says_how_many_requests_its_latencies_leave_out()
    {
        using TemporaryFolder folder = new();
        WrittenRun run = new SampleRun(requests: 1000).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch));
        RequestCounts overloaded = new(1000, 137, new Dictionary<string, long> { ["entity-restarted"] = 3 }, 860);
        string console = Printed(run with { Summary = run.Summary with { Requests = overloaded } });
        Assert.Contains("Latencies leave out 86.3 % of the requests: 860 in flight at the end, 3 failed.", console, StringComparison.Ordinal);
        Assert.DoesNotContain("leave out", Printed(run with { Summary = run.Summary with { Requests = overloaded with { Answered = 990 } } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sweep_shows_issued_and_in_flight_and_how_many_requests_latencies_leave_out()
    {
        IReadOnlyList<SweepRow> rows = SampleSweep.Rows(3);
        Assert.DoesNotContain("leave out", Printed(rows), StringComparison.Ordinal);
        var metrics = new Dictionary<string, Estimate>(rows[1].Metrics) { ["issued"] = new(5000, Interval.Undefined), ["inFlight"] = new(4000, Interval.Undefined) };
        string overloaded = Printed([rows[0], rows[1] with { Metrics = metrics }, rows[2]]);
        Assert.Contains("issued", overloaded, StringComparison.Ordinal);
        Assert.Contains("in flight", overloaded, StringComparison.Ordinal);
        Assert.Contains("Latencies leave out more than 1 % of the requests in 1 of 3 cells, at most 80 % (ReLU2, gaussian 0.1).", overloaded, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_says_so()
    {
        using TestConsole console = new TestConsole().Width(100);
        using TemporaryFolder folder = new();
        WrittenRun run = new SampleRun(requests: 10).Write(RunFolder.At(folder.FullPath, force: false), new FixedClock(DateTimeOffset.UnixEpoch), interrupted: true);
        ConsoleSummary.Write(console, new RunFigures(run.Summary, run.Manifest.Status, run.Manifest.Partition));
        ConsoleSummary.WritePlace(console, run.Folder);
        Assert.Contains("Interrupted", console.Output, StringComparison.Ordinal);
    }

    /// <summary>Behind a pipe a script reads a row from a line, and nobody wants to scroll through blanks.</summary>
    [Fact]
    public void A_sweep_in_a_file_has_a_line_for_each_row_as_wide_as_it_needs()
    {
        using TestConsole console = new TestConsole().Width(80);
        string longValue = "dropout:0.3@activation+quantize:8bit+" + new string('x', 120);
        SweepRow[] rows = [.. SampleSweep.Rows(3).Select(row => row with { Assignments = [new SweepAssignment("defense", longValue)] })];
        SweepConsole.Write(console, rows);
        Assert.Equal(3, console.Lines.Count(line => line.Contains(longValue, StringComparison.Ordinal)));

        using TestConsole narrow = new TestConsole().Width(80);
        SweepConsole.Write(narrow, [.. rows.Select(row => row with { Assignments = [new SweepAssignment("s", "a")] })]);
        string widest = narrow.Lines.MaxBy(line => line.TrimEnd().Length)!;
        Assert.All(narrow.Lines, line => Assert.True(line.Length <= widest.TrimEnd().Length + 2, line));
        Assert.Equal(80, narrow.Profile.Width);
    }

    [Fact]
    public void The_bound_beside_an_attack_says_for_whom_it_holds()
    {
        using TestConsole console = new TestConsole().Width(200);
        AttackConsole.Write(console, [SampleAttack.Row(defense: "gaussian:0.5@activation")]);
        Assert.Contains("unbiased max", console.Output, StringComparison.Ordinal);
        Assert.Contains("unbiased max: the most PSNR that an unbiased attack", console.Output, StringComparison.Ordinal);
        using TestConsole none = new TestConsole().Width(200);
        AttackRow row = SampleAttack.Row();
        AttackConsole.Write(none, [row with { Metrics = new MetricValues<SeedMedian?>((metric, _) => metric.IsBound ? null : row.Metrics[metric]) }]);
        Assert.DoesNotContain("unbiased", none.Output, StringComparison.Ordinal);
    }

    private static string Printed(WrittenRun run)
    {
        using TestConsole console = new TestConsole().Width(100);
        ConsoleSummary.Write(console, new RunFigures(run.Summary, run.Manifest.Status, run.Manifest.Partition));
        return console.Output;
    }

    private static string Printed(IReadOnlyList<SweepRow> rows)
    {
        using TestConsole console = new TestConsole().Width(200);
        SweepConsole.Write(console, rows);
        return console.Output;
    }
}
