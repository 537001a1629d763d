using Fleet.Host.Results;

namespace Fleet.Host.Experiments;

/// <summary>What one cell gave, as it stands in its file.</summary>
/// <param name="Format">The format of the file: one of another version is not read, its cell runs again.</param>
/// <param name="Plan">The hash of the plan: a file of another number of pictures, or of other settings, is not mistaken for this one's.</param>
/// <param name="Cell">The cell in canonical form.</param>
/// <param name="Cut">What the defended cut gives, whatever the attack.</param>
/// <param name="PreparationSeconds">Wall-clock time spent once for the cell, such as training a decoder; 0 for what an earlier one learned.</param>
/// <param name="AttackSeconds">Wall-clock time spent on the pictures.</param>
/// <param name="PreparationFlops">Operations of the preparation at its limit.</param>
/// <param name="FlopsPerImage">Operations for each picture at the limit of iterations.</param>
/// <param name="Queries">Queries to the device's half.</param>
/// <param name="Images">A row for each picture.</param>
internal sealed record CellResult(
    int Format,
    string Plan,
    string Cell,
    CutMeasures Cut,
    double PreparationSeconds,
    double AttackSeconds,
    long PreparationFlops,
    long FlopsPerImage,
    long Queries,
    IReadOnlyList<ImageResult> Images)
{
    /// <summary>The format that this version writes; it changes with the meaning of what a cell keeps.</summary>
    public const int CurrentFormat = 4;

    /// <summary>The build of FleetSim that made it.</summary>
    public string Build { get; init; } = "";

    /// <summary>Its other files, such as the contact sheet.</summary>
    public IReadOnlyList<ManifestFile> Files { get; init; } = [];

    /// <summary>SHA-256 over all the rest of this, 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>What an attack recovered of one picture.</summary>
/// <param name="Input">The picture, as an index into the test part.</param>
/// <param name="Label">Its true class.</param>
/// <param name="Iterations">Iterations of the attack.</param>
/// <param name="Mse">Mean squared error of the pixels in [0, 1].</param>
/// <param name="PsnrDb">PSNR in dB, peak 1.</param>
/// <param name="SsimUniform7">SSIM, 7x7 uniform window, data range 1.</param>
/// <param name="SsimWang11">SSIM, 11x11 Gaussian window, data range 1.</param>
/// <param name="SsimPaper">SSIM, 7x7 uniform window, the reconstruction's own range.</param>
/// <param name="Identified">Whether the independent classifier sees the true class in the reconstruction.</param>
/// <param name="OriginalIdentified">Whether it sees it in the original.</param>
internal sealed record ImageResult(
    int Input,
    int Label,
    int Iterations,
    double Mse,
    double PsnrDb,
    double SsimUniform7,
    double SsimWang11,
    double SsimPaper,
    bool Identified,
    bool OriginalIdentified);
