using Fleet.Models.Statistics;

namespace Fleet.Host.Experiments;

/// <summary>What a defended cut gives, whatever the attack on it.</summary>
/// <param name="Accuracy">The share of test pictures that the defended, cut network answers right.</param>
/// <param name="DistanceCorrelation">That of pictures and defended activations; NaN for a single picture.</param>
/// <param name="DistanceCorrelationSquare">Its bias-corrected square; NaN for fewer than four pictures.</param>
/// <param name="Bound">The bound without an attack, where Gaussian noise gives one.</param>
internal sealed record CutMeasures(double Accuracy, double DistanceCorrelation, double DistanceCorrelationSquare, NoiseBound? Bound);

/// <summary>How far Gaussian noise lets any attack without bias come, as FisherLeakage computes it.</summary>
/// <param name="Dfil">The mean of dFIL over the pictures.</param>
/// <param name="MseBound">The mean of 1 / dFIL: the least mean squared error.</param>
/// <param name="IsExact">Whether the Jacobian was computed in full, not estimated.</param>
internal sealed record NoiseBound(MeanEstimate Dfil, MeanEstimate MseBound, bool IsExact)
{
    /// <summary>A mean squared error as PSNR in dB.</summary>
    public static double PsnrDb(double mse) => -10 * Math.Log10(mse);
}
