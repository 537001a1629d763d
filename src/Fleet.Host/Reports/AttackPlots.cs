using Fleet.Host.Experiments;
using Fleet.Host.Plots;
using Fleet.Host.Results;
using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Statistics;

namespace Fleet.Host.Reports;

/// <summary>The figures of an attack experiment: leakage by split, and leakage against accuracy by defence.</summary>
internal static class AttackPlots
{
    private const string Undefended = "none";

    private static readonly FigureQuantity[] Quantities = [FigureQuantity.Psnr, FigureQuantity.Ssim];

    /// <summary>
    /// Writes the figures for which there are points: by-split (several splits) and accuracy-leakage (several defences). With
    /// several splits and several attacks, each attack has an accuracy-leakage of its own.
    /// </summary>
    public static void Write(WrittenFiles files, IReadOnlyList<AttackRow> rows)
    {
        foreach ((string name, PlotFigure figure) in Figures(rows))
        {
            files.Write(name + ".png", SeriesPlot.RenderPng(figure));
            files.Write(name + ".svg", SeriesPlot.RenderSvg(figure));
        }
    }

    /// <summary>The figures with the names of their files.</summary>
    internal static IEnumerable<(string Name, PlotFigure Figure)> Figures(IReadOnlyList<AttackRow> rows)
    {
        string[] splits = [.. rows.Select(row => row.Split).Distinct()];
        string[] attacks = [.. rows.Select(Attack).Distinct()];
        string[] defenses = [.. rows.Select(row => row.Defense).Distinct()];
        if (splits.Length > 1)
        {
            yield return ("by-split", BySplit(rows, splits, attacks, defenses));
        }

        if (defenses.Length < 2)
        {
            yield break;
        }

        if (splits.Length == 1 || attacks.Length == 1)
        {
            string only = splits.Length == 1 ? splits[0] : attacks[0];
            yield return ("accuracy-leakage", AccuracyLeakage(rows, only, splits.Length == 1 ? Attack : row => row.Split));
        }
        else
        {
            foreach (string attack in attacks)
            {
                yield return (FileNames.Safe($"accuracy-leakage-{attack}"), AccuracyLeakage([.. rows.Where(row => Attack(row) == attack)], attack, row => row.Split));
            }
        }
    }

    private static PlotFigure BySplit(IReadOnlyList<AttackRow> rows, string[] splits, string[] attacks, string[] defenses)
    {
        // Lines of one panel differ in the attack or in the defence; where both vary, each attack has a panel.
        bool byAttack = defenses.Length == 1;
        string title = byAttack && defenses[0] != Undefended ? $", {defenses[0]}" : !byAttack && attacks.Length == 1 ? $", {attacks[0]}" : "";
        return new PlotFigure(
            $"{Title(rows)}: leakage by split{title}",
            "last layer on the device",
            splits,
            Quantities,
            [
                .. rows.GroupBy(row => byAttack || attacks.Length == 1 ? "" : Attack(row)).Select(column => new PlotColumn(
                    column.Key,
                    Panels([.. column.GroupBy(row => (Kind: byAttack ? Attack(row) : row.Defense, Naive: IsNaive(row)))
                        .Select(line => (line.Key.Kind, line.Key.Naive, line.ToArray()))], row => Array.IndexOf(splits, row.Split), _ => ""))),
            ],
            Note(rows));
    }

    private static PlotFigure AccuracyLeakage(IReadOnlyList<AttackRow> rows, string only, Func<AttackRow, string> columnOf)
    {
        IGrouping<string, AttackRow>[] columns = [.. rows.GroupBy(columnOf)];
        return new PlotFigure(
            $"{Title(rows)}: leakage against accuracy, {only}",
            $"{FigureQuantity.Accuracy.Name} of the defended network ({FigureQuantity.Accuracy.Unit})",
            [],
            Quantities,
            [.. columns.Select(column => new PlotColumn(columns.Length == 1 ? "" : column.Key, Panels(Families([.. column]), row => 100 * row.Accuracy, Levels)))],
            Note(rows));
    }

    /// <summary>
    /// Points of one kind of defence are joined from the most accurate to the least, beginning at the undefended network.
    /// </summary>
    private static (string Kind, bool Naive, AttackRow[] Rows)[] Families(AttackRow[] column)
    {
        AttackRow[] undefended = [.. column.Where(row => row.Defense == Undefended)];
        var families = column.Except(undefended).GroupBy(row => (Kind: Family(row.Defense), Naive: IsNaive(row)))
            .Select(family => (family.Key.Kind, family.Key.Naive, (AttackRow[])[.. undefended, .. family.OrderByDescending(row => row.Accuracy)]));
        return undefended.Length == 0 ? [.. families] : [.. families, (Undefended, false, undefended)];
    }

    private static IReadOnlyList<PlotSeries>[] Panels(
        (string Kind, bool Naive, AttackRow[] Rows)[] lines, Func<AttackRow, double> x, Func<AttackRow, string> label)
    {
        return [Panel(row => row.PsnrDb), Panel(row => row.Ssim)];

        IReadOnlyList<PlotSeries> Panel(Func<AttackRow, SeedMedian> value) =>
        [
            .. lines.Select(line => new PlotSeries(
                line.Naive ? $"{line.Kind}, naive attacker" : line.Kind,
                line.Kind,
                line.Naive,
                [.. line.Rows.Select(row => new PlotPoint(x(row), value(row).Median, Range(value(row), row.Seeds), label(row)))])
            {
                IsReference = line.Kind == Undefended,
            }),
        ];
    }

    // Of one network the interval over its pictures, of several how far they lie apart.
    private static Interval Range(SeedMedian value, int seeds) => seeds > 1 ? new Interval(value.Low, value.High) : value.Ci95;

    private static string Note(IReadOnlyList<AttackRow> rows) =>
        rows.Any(row => row.Seeds > 1) ? "points: median over the seeds; bars: from the least to the greatest" : "bars: 95 % intervals of the mean over the pictures";

    private static string Title(IReadOnlyList<AttackRow> rows) => $"{rows[0].Network} on {rows[0].Data}";

    private static string Attack(AttackRow row) => (row.Case == AttackCase.White ? row.Attack : $"{row.Attack}:{row.Case}") + row.GivenSettings;

    private static bool IsNaive(AttackRow row) => !row.Adaptive && row.Defense != Undefended;

    // dropout:0.3@activation and dropout:0.5@activation are points of one line.
    private static string Family(string defense) => string.Join('+', defense.Split('+').Select(step => Parts(step).Name + Parts(step).Place));

    private static string Levels(AttackRow row) =>
        row.Defense == Undefended ? "" : string.Join('+', row.Defense.Split('+').Select(step => Parts(step).Level).Where(level => level.Length > 0));

    private static (string Name, string Level, string Place) Parts(string step)
    {
        int at = step.IndexOf('@', StringComparison.Ordinal);
        string place = at < 0 ? "" : step[at..];
        string form = at < 0 ? step : step[..at];
        int colon = form.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (form, "", place) : (form[..colon], form[(colon + 1)..], place);
    }
}
