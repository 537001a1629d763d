using System.Text.Json;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A reproduction as JSON, for scripts.</summary>
internal static class ReproductionJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>The cells of a table as a list.</summary>
    public static string Cells(IReadOnlyList<ReproducedCell> cells) => JsonSerializer.Serialize(
        cells.Select(cell => new
        {
            network = cell.Paper.Network,
            data = cell.Paper.Data,
            split = cell.Paper.Split,
            attack = cell.Paper.Attack,
            @case = cell.Paper.Case,
            paper = new { psnrDb = cell.Paper.PsnrDb, ssim = cell.Paper.Ssim },
            ours = new { psnrDb = cell.Ours.PsnrDb.Median, ssim = cell.Ours.SsimPaper.Median, ssimUniform7 = cell.Ours.Ssim.Median },
            samples = cell.Ours.Samples,
            seeds = cell.Ours.Seeds,
            seconds = cell.Ours.Seconds,
        }),
        Options);

    /// <summary>The claims about a figure as a list.</summary>
    public static string Claims(IReadOnlyList<PaperClaim> claims, IReadOnlyList<AttackRow> rows) => JsonSerializer.Serialize(
        claims.Select(claim => (claim, verdict: claim.Judge(rows))).Select(one => new
        {
            claim = one.claim.Text,
            met = one.verdict.Met,
            measured = one.verdict.Measured,
        }),
        Options);
}
