namespace Fleet.Models.Attacks;

/// <summary>How a decoder is trained.</summary>
/// <param name="Fit">Steps, batch size and learning rate.</param>
/// <param name="Width">Channels of the decoder at the picture's full size, at least 1.</param>
/// <param name="Seed">The key of its initial weights and of the order of the queries.</param>
public sealed record InverseNetworkSettings(FitSettings Fit, int Width = 8, ulong Seed = 1) : IAttackSettings
{
    /// <summary>The defaults, for every network and cut.</summary>
    public InverseNetworkSettings()
        : this(new FitSettings(Steps: 1_000, LearningRate: 5e-3))
    {
    }

    /// <inheritdoc/>
    public IAttackSettings Shortened(int steps) => this with { Fit = Fit with { Steps = steps } };
}
