using Fleet.Models.Statistics;

namespace Fleet.Models.Leakage;

/// <summary>The metrics of leakage, in the order of results. To add one, declare it here.</summary>
public static class LeakageMetrics
{
    /// <summary>The SSIM above which a reconstruction counts as recognisable.</summary>
    public const double RecognisableAbove = 0.3;

    private const string Unbiased =
        "an unbiased attack, one right on average, reaches behind this Gaussian noise, 1/dFIL";

    private const string OtherAttacks =
        "It says nothing of attacks that also use what pictures look like (a range of pixels, smooth areas), as all of these do: they can come closer";

    private static readonly List<LeakageMetric> Declared = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LeakageMetric> All => Declared;

    /// <summary>The mean squared error.</summary>
    public static LeakageMetric Mse { get; } = Declare(new("mse")
    {
        Meaning = "mean squared error, pixels in [0, 1]",
        OfPicture = picture => ImageQuality.MeanSquaredError(picture.Original, picture.Reconstruction),
        InSummary = MetricForm.Value,
        InExperiment = MetricForm.SpreadAndInterval,
        Page = new("MSE"),
    });

    /// <summary>The peak signal-to-noise ratio.</summary>
    public static LeakageMetric PsnrDb { get; } = Declare(new("psnrDb")
    {
        Unit = "dB",
        Meaning = "PSNR, peak 1",
        OfPicture = picture => ImageQuality.Psnr(picture.Original, picture.Reconstruction),
        InSummary = MetricForm.Estimate,
        InExperiment = MetricForm.SpreadAndInterval,
        Decimals = 1,
        Page = new("PSNR (dB)"),
        RunConsole = new("PSNR dB"),
        ExperimentConsole = new("PSNR dB"),
        Sweep = "PSNR dB",
    });

    /// <summary>The structural similarity that rows and figures show.</summary>
    public static LeakageMetric Ssim { get; } = Declare(new("ssim")
    {
        Column = "ssimUniform7",
        Convention = SsimConvention.Uniform7.Name(),
        Meaning = "SSIM, 7x7 uniform window, sample covariance, data range 1",
        OfPicture = SsimIn(SsimConvention.Uniform7),
        InSummary = MetricForm.Estimate,
        InExperiment = MetricForm.SpreadAndInterval,
        Decimals = 2,
        ShowsInterval = true,
        Page = new("SSIM", $"SSIM in the convention {SsimConvention.Uniform7.Name()}"),
        RunConsole = new("SSIM"),
        ExperimentConsole = new("SSIM"),
        Sweep = "SSIM",
    });

    /// <summary>The structural similarity in the setting of its authors.</summary>
    public static LeakageMetric SsimWang11 { get; } = Declare(new("ssimWang11")
    {
        Meaning = "SSIM, 11x11 Gaussian window with sigma 1.5, population covariance, data range 1",
        OfPicture = SsimIn(SsimConvention.Wang11),
    });

    /// <summary>The structural similarity of the papers' code.</summary>
    public static LeakageMetric SsimPaper { get; } = Declare(new("ssimPaper")
    {
        Meaning = "SSIM, 7x7 uniform window, the reconstruction's own range",
        OfPicture = SsimIn(SsimConvention.Paper),
        InExperiment = MetricForm.SpreadAndInterval,
    });

    /// <summary>The share of pictures whose reconstruction is similar enough.</summary>
    public static LeakageMetric Recognisable { get; } = Declare(new("recognisable")
    {
        Column = null,
        From = Ssim,
        Map = ssim => ssim > RecognisableAbove ? 1 : 0,
        IsShare = true,
        InSummary = MetricForm.Value,
        InExperiment = MetricForm.ValueAndInterval,
        Page = new("recognisable", "recognisable: SSIM above 0.3"),
        RunConsole = new("SSIM>0.3"),
        ExperimentConsole = new(">0.3", "share of pictures with SSIM above 0.3") { OmittedAs = 2 },
        Sweep = "recognisable %",
    });

    /// <summary>The share of reconstructions that an independent classifier identifies.</summary>
    public static LeakageMetric Identified { get; } = Declare(new("identificationAccuracy")
    {
        Column = "identified",
        Meaning = "whether an independent classifier sees the true class in the reconstruction",
        OfPicture = picture => Flag(picture.Identified),
        IsShare = true,
        InSummary = MetricForm.Estimate,
        InExperiment = MetricForm.Estimate,
        Page = new("identified", "identified: an independent classifier sees the right class"),
        RunConsole = new("ident"),
        ExperimentConsole = new("ident.", "share that an independent classifier identifies") { OmittedAs = 3 },
    });

    /// <summary>The share of originals that it identifies.</summary>
    public static LeakageMetric OriginalIdentified { get; } = Declare(new("originalsIdentified")
    {
        Column = "originalIdentified",
        Meaning = "whether it sees it in the original",
        OfPicture = picture => Flag(picture.OriginalIdentified),
        IsShare = true,
        OnlyInExperiments = true,
        InExperiment = MetricForm.Value,
    });

    /// <summary>The dependence of messages on pictures.</summary>
    public static LeakageMetric DistanceCorrelation { get; } = Declare(new("distanceCorrelation")
    {
        Unit = "0 to 1",
        Meaning = "distance correlation of pictures and messages",
        OfCut = cut => MeanEstimate.Exactly(cut.Messages.Count < 2 ? double.NaN : Leakage.DistanceCorrelation.Of(cut.Pictures, cut.Messages)),
        InSummary = MetricForm.Value,
        InExperiment = MetricForm.Spread,
        Decimals = 2,
        Page = new("distance correlation", "distance correlation: of pictures and messages, whatever the attack"),
        ExperimentConsole = new("dCor", "distance correlation of pictures and messages") { OmittedAs = 1 },
    });

    /// <summary>Its bias-corrected square.</summary>
    public static LeakageMetric DistanceCorrelationSquare { get; } = Declare(new("distanceCorrelationSquare")
    {
        Meaning = "its bias-corrected square",
        OfCut = cut => MeanEstimate.Exactly(cut.Messages.Count < 2 ? double.NaN : Leakage.DistanceCorrelation.CorrectedSquare(cut.Pictures, cut.Messages)),
        OnlyInExperiments = true,
        InExperiment = MetricForm.Spread,
    });

    /// <summary>The diagonal Fisher information leakage.</summary>
    public static LeakageMetric Dfil { get; } = Declare(new("dfil")
    {
        Meaning = "dFIL, the mean over the first 32 pictures",
        OfCut = cut => cut.Fisher?.Dfil ?? MeanEstimate.Unknown,
        IsBound = true,
        InSummary = MetricForm.Estimate,
        InExperiment = MetricForm.SpreadAndInterval,
    });

    /// <summary>The least mean squared error of an attack without bias.</summary>
    public static LeakageMetric DfilMseBound { get; } = Declare(new("dfilMseBound")
    {
        Meaning = "1 / dFIL, the mean over these pictures: the least mean squared error of an attack without bias",
        OfCut = cut => cut.Fisher?.MseBound ?? MeanEstimate.Unknown,
        IsBound = true,
        InSummary = MetricForm.Estimate,
        InExperiment = MetricForm.SpreadAndInterval,
        Page = new("unbiased min MSE", $"unbiased min MSE: the least MSE that {Unbiased}. {OtherAttacks}"),
    });

    /// <summary>The same as PSNR: what an attack without bias reaches at most.</summary>
    public static LeakageMetric DfilPsnrBoundDb { get; } = Declare(new("dfilPsnrBoundDb")
    {
        Unit = "dB",
        Meaning = "the PSNR of that error",
        From = DfilMseBound,
        Map = mse => -10 * Math.Log10(mse),
        IsBound = true,
        InExperiment = MetricForm.Value,
        Decimals = 1,
        ExperimentConsole = new("unbiased max", $"the most PSNR that {Unbiased} in dB. {OtherAttacks}") { Behind = PsnrDb },
    });

    /// <summary>Whether the Jacobian behind the bound was computed in full, not estimated.</summary>
    public static LeakageMetric DfilExact { get; } = Declare(new("dfilExact")
    {
        Column = null,
        OfCut = cut => MeanEstimate.Exactly(Flag(cut.Fisher?.IsExact)),
        IsBound = true,
        OnlyInExperiments = true,
        InExperiment = MetricForm.Truth,
    });

    private static LeakageMetric Declare(LeakageMetric metric)
    {
        metric.Index = Declared.Count;
        Declared.Add(metric);
        return metric;
    }

    private static Func<ReconstructedPicture, double> SsimIn(SsimConvention convention) =>
        picture => ImageQuality.Ssim(picture.Original, picture.Reconstruction, picture.Shape, convention);

    private static double Flag(bool? value) => value is { } known ? (known ? 1 : 0) : double.NaN;
}
