namespace Fleet.Models.Attacks;

/// <summary>How the generators are optimised.</summary>
/// <param name="Iterations">The most iterations, at least 1. The simulated cost is that of this many.</param>
/// <param name="LearningRate">The learning rate of the first iteration, greater than 0; it falls along half a cosine to 0.</param>
/// <param name="Width">Channels of the generators' inner layers, at least 1.</param>
/// <param name="Tolerance">A batch ends early when no scene's misfit fell by this share over 100 iterations; negative for never.</param>
/// <param name="Seed">The key of the generators' input and initial weights.</param>
public sealed record LikelihoodSettings(
    int Iterations = 1_000, double LearningRate = 1e-2, int Width = 16, double Tolerance = 1e-3, ulong Seed = 1) : IAttackSettings
{
    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with { Iterations = steps };
}
