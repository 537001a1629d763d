namespace Fleet.Host.Experiments.Reproduction;

/// <summary>One printed value pair of a paper's table.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Split">The last layer on the device.</param>
/// <param name="Attack">The attack.</param>
/// <param name="Case">What its attacker has.</param>
/// <param name="PsnrDb">The printed PSNR in dB.</param>
/// <param name="Ssim">The printed SSIM.</param>
internal sealed record PaperCell(string Network, string Data, string Split, string Attack, string Case, double PsnrDb, double Ssim);

/// <summary>A table of a paper.</summary>
/// <param name="Id">How a user asks for it.</param>
/// <param name="Title">What it shows, and where it is printed.</param>
/// <param name="Cells">Its values.</param>
internal sealed record PaperTable(string Id, string Title, IReadOnlyList<PaperCell> Cells);
