namespace Fleet.Models.Attacks;

/// <summary>How the prior is learned and searched.</summary>
/// <param name="Fit">Steps, batch size and learning rate of the autoencoder.</param>
/// <param name="Latent">Elements of the latent vector, at least 1.</param>
/// <param name="Width">Channels of the decoder at the picture's full size, at least 1.</param>
/// <param name="Starts">Latent vectors that each scene starts from; the best goes on after a quarter of the iterations.</param>
/// <param name="Iterations">The most iterations for a scene, at least 4. The simulated cost is that of this many.</param>
/// <param name="LearningRate">The learning rate of the first iteration; it falls along half a cosine to 0.</param>
/// <param name="LatentWeight">
/// The weight of the latent vector's square against the misfit, relative to the mean square of an element seen: how far the
/// decoder's own errors excuse a misfit.
/// </param>
/// <param name="Tolerance">A batch ends early when no scene's objective fell by this share over 50 iterations; negative for never.</param>
/// <param name="Seed">The key of initial weights, noise and starts.</param>
public sealed record LearnedPriorSettings(
    FitSettings Fit,
    int Latent = 32,
    int Width = 8,
    int Starts = 4,
    int Iterations = 400,
    double LearningRate = 0.1,
    double LatentWeight = 0.1,
    double Tolerance = 1e-4,
    ulong Seed = 1) : IAttackSettings
{
    /// <summary>The defaults, for every network and cut.</summary>
    public LearnedPriorSettings()
        : this(new FitSettings())
    {
    }

    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with { Fit = Fit with { Steps = steps }, Iterations = steps };

    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    internal static void Check(LearnedPriorSettings settings)
    {
        FitSettings.Check(settings.Fit);
        FitSettings.Check(new FitSettings(settings.Iterations, settings.Starts, settings.LearningRate));
        bool valid = settings.Latent >= 1 && settings.Width >= 1 && settings.Iterations >= 4
            && settings.LatentWeight >= 0 && double.IsFinite(settings.LatentWeight);
        if (!valid)
        {
            throw new ArgumentException($"These settings of the learned prior are out of range: {settings}", nameof(settings));
        }
    }
}
