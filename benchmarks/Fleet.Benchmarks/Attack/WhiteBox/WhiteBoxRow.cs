using System.Globalization;

namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>One cell of the grid over all training seeds.</summary>
/// <param name="Cell">The cell, without a seed.</param>
/// <param name="Pairs">The default and the published settings, network by network.</param>
internal sealed record WhiteBoxRow(WhiteBoxCell Cell, IReadOnlyList<(WhiteBoxRun Own, WhiteBoxRun Published)> Pairs)
{
    // How far a single network may lie below, and how many of them.
    private const double SlackDb = 0.3;
    private const double SlackSsim = 0.01;
    private const int MostBelow = 3;

    private IEnumerable<double> PsnrGains => Pairs.Select(pair => pair.Own.PsnrDb - pair.Published.PsnrDb);

    private IEnumerable<double> SsimGains => Pairs.Select(pair => pair.Own.Ssim - pair.Published.Ssim);

    /// <summary>Networks on which the default recovers less.</summary>
    public int Below => Pairs.Count(pair => pair.Own.PsnrDb < pair.Published.PsnrDb || pair.Own.Ssim < pair.Published.Ssim);

    private bool MedianHolds => AttackComparison.Median(PsnrGains) >= 0 && AttackComparison.Median(SsimGains) >= 0;

    private bool IsClose => PsnrGains.Min() >= -SlackDb && SsimGains.Min() >= -SlackSsim;

    /// <summary>The rows of a grid.</summary>
    public static IReadOnlyList<WhiteBoxRow> Of(IReadOnlyList<WhiteBoxRun> runs) =>
    [
        .. runs.GroupBy(run => run.Cell.WithoutSeed()).Select(row => new WhiteBoxRow(
            row.Key, [.. row.GroupBy(run => run.Cell.Seed).Select(pair => (pair.Single(run => !run.Published), pair.Single(run => run.Published)))])),
    ];

    /// <summary>Whether the default is nowhere weaker: in the median of no cell, and on a few networks by little.</summary>
    public static bool Holds(IReadOnlyList<WhiteBoxRow> rows) =>
        rows.All(row => row.MedianHolds && row.IsClose) && rows.Sum(row => row.Below) <= MostBelow;

    /// <summary>The head of the table, in Markdown.</summary>
    public static string Head { get; } = """
        | epochs | defence | attacker | cut | default | published | gain, median | gain, least | networks below |
        |---|---|---|---|---|---|---|---|---|
        """;

    /// <summary>The row, in Markdown: PSNR in dB / SSIM.</summary>
    public override string ToString()
    {
        string attacker = Cell.Defense == WhiteBoxPlan.NoDefense ? "" : Cell.Adaptive ? "adaptive" : "naive";
        string own = Text(Pairs.Select(pair => pair.Own.PsnrDb), Pairs.Select(pair => pair.Own.Ssim), AttackComparison.Median);
        string published = Text(Pairs.Select(pair => pair.Published.PsnrDb), Pairs.Select(pair => pair.Published.Ssim), AttackComparison.Median);
        string gains = $"{Text(PsnrGains, SsimGains, AttackComparison.Median)} | {Text(PsnrGains, SsimGains, Enumerable.Min)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Cell.Epochs} | {Cell.Defense} | {attacker} | {Cell.Split} | {own} | {published} | {gains} | {(Below == 0 ? "" : Below)} |");
    }

    private static string Text(IEnumerable<double> psnr, IEnumerable<double> ssim, Func<IEnumerable<double>, double> one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one(psnr):F2} / {one(ssim):F3}");
}
