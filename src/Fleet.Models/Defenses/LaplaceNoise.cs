using Fleet.Models.Randomness;

namespace Fleet.Models.Defenses;

/// <summary>Adds independent Laplace noise with mean 0 to every element: density exp(-|x| / b) / (2 b), variance 2 b^2.</summary>
public sealed record LaplaceNoise : ElementNoise
{
    internal const string CanonicalName = "laplace";

    /// <summary>Laplace noise of one scale.</summary>
    /// <param name="b">The scale in normalised units, in (0, 10^6].</param>
    /// <param name="place">Where it acts.</param>
    public LaplaceNoise(double b, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, b, place)
    {
    }

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = FormOf(CanonicalName, "B", "0.5", (b, place) => new LaplaceNoise(b, place));

    /// <summary>The scale b, in normalised units.</summary>
    public double B => Scale;

    /// <inheritdoc/>
    /// <remarks>Two words, a logarithm, a sign, times b, added.</remarks>
    public override long FlopsPerElement => (2 * DefenseCost.RandomWord) + DefenseCost.Logarithm + 1 + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new LaplaceLaw(B);

    /// <inheritdoc/>
    protected override void Draw(CounterRandom random, Span<double> noise) => random.FillLaplace(noise);
}
