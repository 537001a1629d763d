namespace Fleet.Host.Reports;

/// <summary>
/// How tables name the bound from Fisher information, and for whom it holds: the attacks beside it need not keep it
/// (docs/model/leakage-metrics.md).
/// </summary>
internal static class UnbiasedBound
{
    /// <summary>The heading over the bound on PSNR.</summary>
    public const string PsnrTitle = "unbiased max";

    /// <summary>What the bound on PSNR means.</summary>
    public const string PsnrMeaning =
        "the most PSNR that an unbiased attack, one right on average, reaches behind this Gaussian noise, 1/dFIL in dB. " + Others;

    /// <summary>The heading over the bound on the mean squared error.</summary>
    public const string MseTitle = "unbiased min MSE";

    /// <summary>What the bound on the mean squared error means.</summary>
    public const string MseMeaning =
        "the least MSE that an unbiased attack, one right on average, reaches behind this Gaussian noise, 1/dFIL. " + Others;

    private const string Others =
        "It says nothing of attacks that also use what pictures look like (a range of pixels, smooth areas), as all of these do: they can come closer";
}
