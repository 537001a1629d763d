using Fleet.Models.Randomness;

namespace Fleet.Models.Defenses;

/// <summary>Adds independent normal noise with mean 0 to every element.</summary>
public sealed record GaussianNoise : ElementNoise
{
    internal const string CanonicalName = "gaussian";

    /// <summary>Normal noise of one standard deviation.</summary>
    /// <param name="sigma">The standard deviation in normalised units, in (0, 10^6].</param>
    /// <param name="place">Where it acts.</param>
    public GaussianNoise(double sigma, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, sigma, place)
    {
    }

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = FormOf(CanonicalName, "SIGMA", "0.8", (sigma, place) => new GaussianNoise(sigma, place));

    /// <summary>The standard deviation, in normalised units.</summary>
    public double Sigma => Scale;

    /// <inheritdoc/>
    /// <remarks>A standard normal, times sigma, added.</remarks>
    public override long FlopsPerElement => DefenseCost.Normal + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new GaussianLaw(Sigma);

    /// <inheritdoc/>
    protected override void Draw(CounterRandom random, Span<double> noise) => random.FillGaussian(noise);
}
