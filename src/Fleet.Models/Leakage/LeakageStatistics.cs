using Fleet.Models.Statistics;

namespace Fleet.Models.Leakage;

/// <summary>What the reconstructions of one attack show of the pictures, over a sample of messages.</summary>
/// <param name="Samples">The number of messages.</param>
/// <param name="MeanSquaredError">The mean of the mean squared errors, with its interval.</param>
/// <param name="PsnrDb">The mean of the per-picture PSNR in dB, with its interval.</param>
/// <param name="Ssim">The mean of the per-picture SSIM, with its interval.</param>
/// <param name="RecognisableShare">
/// The share of pictures, in [0, 1], with SSIM above <see cref="ImageScore.RecognisableAbove"/>, with its interval.
/// </param>
public sealed record LeakageStatistics(
    int Samples, MeanEstimate MeanSquaredError, MeanEstimate PsnrDb, MeanEstimate Ssim, MeanEstimate RecognisableShare)
{
    /// <summary>The mean of the mean squared errors; NaN without samples.</summary>
    public double Mse => MeanSquaredError.Mean;

    /// <summary>The share of recognisable pictures, in [0, 1]; NaN without samples.</summary>
    public double Recognisable => RecognisableShare.Mean;

    /// <summary>The share of reconstructions in which an independent classifier sees the right class; null if none looked.</summary>
    public MeanEstimate? Identified { get; init; }

    /// <summary>How much the messages depend on the pictures; null if not measured.</summary>
    public Dependence? Dependence { get; init; }

    /// <summary>The bound that no attack without bias goes below; null where the defence has no noise that gives one.</summary>
    public FisherLeakage? Fisher { get; init; }

    /// <summary>Summarises the scores of a sample. The pictures count as independent.</summary>
    public static LeakageStatistics Of(IReadOnlyList<ImageScore> scores) => new(
        scores.Count,
        MeanEstimate.Of([.. scores.Select(score => score.Mse)]),
        MeanEstimate.Of([.. scores.Select(score => score.PsnrDb)]),
        MeanEstimate.Of([.. scores.Select(score => score.Ssim)]),
        MeanEstimate.OfShare([.. scores.Select(score => score.IsRecognisable)]));
}
