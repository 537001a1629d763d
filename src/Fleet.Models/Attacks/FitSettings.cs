using System.Globalization;

namespace Fleet.Models.Attacks;

/// <summary>
/// How an attacker trains a network of its own: Adam, a learning rate that falls along half a cosine to 0. The number of
/// steps does not depend on the number of pictures, so that a small query set is used more often.
/// </summary>
/// <param name="Steps">The most steps, at least 1. The simulated cost is that of this many.</param>
/// <param name="BatchSize">Pictures for one step, at least 1.</param>
/// <param name="LearningRate">The learning rate of the first step, greater than 0.</param>
/// <param name="Tolerance">
/// The training ends early when the mean loss of 1,000 steps is not less than (1 - tolerance) times that of the 1,000 before
/// them; 0 ends it only when the loss no longer falls, a negative number never.
/// </param>
public sealed record FitSettings(int Steps = 6_000, int BatchSize = 64, double LearningRate = 2e-3, double Tolerance = 0)
{
    /// <summary>Everything that decides a training, in a fixed format.</summary>
    internal string Canonical => string.Create(
        CultureInfo.InvariantCulture, $"steps {Steps} batch {BatchSize} rate {LearningRate:R} tolerance {Tolerance:R}");

    /// <summary>The training in words.</summary>
    internal string InWords => string.Create(
        CultureInfo.InvariantCulture, $"{Steps:N0} steps of {BatchSize} at a rate from {LearningRate} down to 0");

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(FitSettings settings)
    {
        bool valid = settings.Steps >= 1 && settings.BatchSize >= 1
            && settings.LearningRate > 0 && double.IsFinite(settings.LearningRate)
            && settings.Tolerance < 1;
        if (!valid)
        {
            throw new ArgumentException($"These settings of an attacker's training are out of range: {settings}", nameof(settings));
        }
    }
}
