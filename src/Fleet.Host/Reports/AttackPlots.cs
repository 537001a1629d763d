using Fleet.Host.Experiments;
using Fleet.Host.Results;

namespace Fleet.Host.Reports;

/// <summary>The two figures of an attack experiment: leakage by split, and leakage against accuracy by defence.</summary>
internal static class AttackPlots
{
    /// <summary>Writes the figures for which there are points: by-split (several splits) and accuracy-leakage (several defences).</summary>
    public static void Write(AttackFolder folder, IReadOnlyList<AttackRow> rows)
    {
        string[] splits = [.. rows.Select(row => row.Split).Distinct()];
        if (splits.Length > 1)
        {
            AxisScale x = AxisScale.Named(splits);
            Write(folder, "by-split", $"{Title(rows)}: leakage by split", "last layer on the device", x, Panels(
                rows.GroupBy(row => Name(row)), row => Array.IndexOf(splits, row.Split)));
        }

        if (rows.Select(row => row.Defense).Distinct().Skip(1).Any())
        {
            double[] accuracies = [.. rows.Select(row => 100 * row.Accuracy)];
            double room = Math.Max(0.2, 0.06 * (accuracies.Max() - accuracies.Min()));
            AxisScale x = AxisScale.Linear(accuracies.Min() - room, Math.Min(100, accuracies.Max() + room));
            Write(folder, "accuracy-leakage", $"{Title(rows)}: accuracy against leakage", "accuracy of the defended network (%)", x, Panels(
                rows.GroupBy(row => $"{Family(row.Defense)}, {Attacker(row)} at {row.Split}").Select(Ordered), row => 100 * row.Accuracy));
        }
    }

    // Points of one kind of defence are joined from the most accurate to the least.
    private static IGrouping<string, AttackRow> Ordered(IGrouping<string, AttackRow> group) =>
        group.OrderByDescending(row => row.Accuracy).GroupBy(_ => group.Key).Single();

    private static PlotPanel[] Panels(IEnumerable<IGrouping<string, AttackRow>> groups, Func<AttackRow, double> x)
    {
        IGrouping<string, AttackRow>[] all = [.. groups];
        return
        [
            new PlotPanel("PSNR (dB)", [.. all.Select(group => new PlotSeries(group.Key, [.. group.Select(row => (x(row), row.PsnrDb.Median))]))]),
            new PlotPanel("SSIM", [.. all.Select(group => new PlotSeries(group.Key, [.. group.Select(row => (x(row), row.Ssim.Median))]))]),
        ];
    }

    private static void Write(AttackFolder folder, string name, string title, string xTitle, AxisScale x, IReadOnlyList<PlotPanel> panels)
    {
        AtomicFile.Write(folder.PathOf(name + ".png"), SeriesPlot.RenderPng(title, xTitle, x, panels));
        AtomicFile.Write(folder.PathOf(name + ".svg"), SeriesPlot.RenderSvg(title, xTitle, x, panels));
    }

    private static string Title(IReadOnlyList<AttackRow> rows) => $"{rows[0].Network} on {rows[0].Data}";

    private static string Name(AttackRow row) => $"{Attacker(row)}{(row.Defense == "none" ? "" : $", {row.Defense}")}";

    private static string Attacker(AttackRow row) =>
        (row.Adaptive ? "adaptive " : "") + (row.Case == AttackCase.White ? row.Attack : $"{row.Attack}:{row.Case}");

    // dropout:0.3@activation and dropout:0.5@activation are points of one line.
    private static string Family(string defense) => string.Join('+', defense.Split('+').Select(step =>
    {
        int colon = step.IndexOf(':');
        int at = step.IndexOf('@');
        return colon < 0 || at < colon ? step : step[..colon] + step[at..];
    }));
}
