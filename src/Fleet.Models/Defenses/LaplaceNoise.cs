using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>Adds independent Laplace noise with mean 0 to every element: density exp(-|x| / b) / (2 b), variance 2 b^2.</summary>
public sealed record LaplaceNoise : DefenseStep
{
    internal const string CanonicalName = "laplace";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "laplace B")
    {
        Label = "laplace noise",
        Quantity = "scale",
        Expected = $"expected laplace B, such as laplace 0.5, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        NotAPercentage = NumberForm.Normalised,
        Create = (b, place) => new LaplaceNoise(b, place),
    };

    /// <summary>Laplace noise of one scale.</summary>
    /// <param name="b">The scale in normalised units, in (0, 10^6].</param>
    /// <param name="place">Where it acts.</param>
    public LaplaceNoise(double b, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, CheckedScale(b, nameof(b)), place) => B = b;

    /// <summary>The scale b, in normalised units.</summary>
    public double B { get; }

    /// <inheritdoc/>
    /// <remarks>Two words, a logarithm, a sign, times b, added.</remarks>
    public override long FlopsPerElement => (2 * DefenseCost.RandomWord) + DefenseCost.Logarithm + 1 + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new LaplaceLaw(B);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override WireFormat Encode(WireFormat format) => format.AsDense();

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message) => AddNoise(values, B, message.Noise().FillLaplace);
}
