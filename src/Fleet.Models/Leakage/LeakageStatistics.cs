using Fleet.Models.Statistics;

namespace Fleet.Models.Leakage;

/// <summary>What the reconstructions of one attack show of the pictures, over a sample of messages.</summary>
/// <param name="Samples">The number of messages.</param>
/// <param name="Mse">The mean of the mean squared errors; NaN without samples.</param>
/// <param name="PsnrDb">The mean of the per-picture PSNR in dB, with its interval.</param>
/// <param name="Ssim">The mean of the per-picture SSIM, with its interval.</param>
/// <param name="Recognisable">
/// The share of pictures, in [0, 1], with SSIM above <see cref="ImageScore.RecognisableAbove"/>; NaN without samples.
/// </param>
public sealed record LeakageStatistics(int Samples, double Mse, MeanEstimate PsnrDb, MeanEstimate Ssim, double Recognisable)
{
    /// <summary>Summarises the scores of a sample. The intervals are Student's; the pictures count as independent.</summary>
    public static LeakageStatistics Of(IReadOnlyList<ImageScore> scores) => new(
        scores.Count,
        MeanEstimate.Of([.. scores.Select(score => score.Mse)]).Mean,
        MeanEstimate.Of([.. scores.Select(score => score.PsnrDb)]),
        MeanEstimate.Of([.. scores.Select(score => score.Ssim)]),
        scores.Count == 0 ? double.NaN : (double)scores.Count(score => score.IsRecognisable) / scores.Count);
}
