namespace Fleet.Models.Attacks;

/// <summary>How pictures and surrogate take turns.</summary>
/// <param name="Rounds">The most turns of each, at least 1. The simulated cost is that of this many.</param>
/// <param name="PictureSteps">Steps on the pictures in a turn, at least 1.</param>
/// <param name="WeightSteps">Steps on the surrogate's weights in a turn, at least 1.</param>
/// <param name="PictureRate">The learning rate of the pictures, in normalised pixel units.</param>
/// <param name="WeightRate">The learning rate of the weights.</param>
/// <param name="TvWeight">The weight of the mean squared total variation of a picture against the mean squared misfit.</param>
/// <param name="Tolerance">A batch ends early when no scene's misfit fell by this share over a round; negative for never.</param>
/// <param name="Seed">The key of the surrogate's initial weights.</param>
public sealed record UnSplitSettings(
    int Rounds = 40,
    int PictureSteps = 20,
    int WeightSteps = 20,
    double PictureRate = 0.05,
    double WeightRate = 1e-3,
    double TvWeight = 0.1,
    double Tolerance = 1e-3,
    ulong Seed = 1) : IAttackSettings
{
    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with { Rounds = 1, PictureSteps = steps, WeightSteps = steps };
}
