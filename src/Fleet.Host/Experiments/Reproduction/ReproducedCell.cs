namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A printed value pair beside the measured one.</summary>
/// <param name="Paper">What is printed.</param>
/// <param name="Ours">What was measured. The SSIM to compare is that of the papers' code.</param>
internal sealed record ReproducedCell(PaperCell Paper, AttackRow Ours)
{
    /// <summary>How much more PSNR was recovered than printed, in dB.</summary>
    public double PsnrDifference => Ours.PsnrDb.Median - Paper.PsnrDb;

    /// <summary>How much more SSIM was recovered than printed.</summary>
    public double SsimDifference => Ours.SsimPaper.Median - Paper.Ssim;

    /// <summary>Whether both are at or above the printed values.</summary>
    public bool Reached => PsnrDifference >= 0 && SsimDifference >= 0;

    /// <summary>The printed cells for which there is a row.</summary>
    public static IReadOnlyList<ReproducedCell> Of(IReadOnlyList<PaperCell> cells, IReadOnlyList<AttackRow> rows) =>
    [
        .. from cell in cells
           let row = rows.FirstOrDefault(row => row.Split == cell.Split && row.Attack == cell.Attack && row.Case == cell.Case)
           where row is not null
           select new ReproducedCell(cell, row),
    ];
}
