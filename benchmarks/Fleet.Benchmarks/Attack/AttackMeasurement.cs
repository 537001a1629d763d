using Fleet.Models.Leakage;

namespace Fleet.Benchmarks.Attack;

/// <summary>Some pictures recovered with one setting.</summary>
/// <param name="Batch">How many were attacked at once.</param>
/// <param name="Scores">What each shows.</param>
/// <param name="Seconds">The time of the attack alone.</param>
internal sealed record AttackMeasurement(int Batch, IReadOnlyList<ImageScore> Scores, double Seconds)
{
    /// <summary>The mean over the pictures.</summary>
    public double PsnrDb => Scores.Average(score => score.PsnrDb);

    /// <summary>The mean over the pictures, uniform7.</summary>
    public double Ssim => Scores.Average(score => score.Ssim);

    /// <summary>Pictures recovered in a second.</summary>
    public double PerSecond => Scores.Count / Seconds;
}
