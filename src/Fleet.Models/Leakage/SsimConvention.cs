namespace Fleet.Models.Leakage;

/// <summary>How the structural similarity is computed. Published values follow several conventions; compare values of one only.</summary>
public enum SsimConvention
{
    /// <summary>Uniform 7x7 window, sample covariance, data range 1. The default.</summary>
    Uniform7,

    /// <summary>
    /// Gaussian 11x11 window with standard deviation 1.5, population covariance, data range 1: the setting of Wang,
    /// Bovik, Sheikh, Simoncelli, IEEE Transactions on Image Processing 13, 2004.
    /// </summary>
    Wang11,

    /// <summary>
    /// As <see cref="Uniform7"/>, but the data range is the reconstruction's own, over all channels: what the code
    /// published with the founding papers computes.
    /// </summary>
    Paper,
}

/// <summary>The conventions' names in scenarios and results.</summary>
public static class SsimConventions
{
    private static readonly string[] Names = ["uniform7", "wang11", "paper"];

    /// <summary>The least height and width of a picture of which every convention has a value.</summary>
    public static int SmallestPicture { get; } = Enum.GetValues<SsimConvention>().Max(convention => convention.Window().Size);

    /// <summary>The name in scenarios and results.</summary>
    public static string Name(this SsimConvention convention) => Names[(int)convention];

    internal static SsimWindow Window(this SsimConvention convention) =>
        convention == SsimConvention.Wang11 ? SsimWindow.Gaussian11 : SsimWindow.Uniform7;
}
