using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>Adds independent normal noise with mean 0 to every element.</summary>
public sealed record GaussianNoise : DefenseStep
{
    internal const string CanonicalName = "gaussian";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "gaussian SIGMA")
    {
        Label = "gaussian noise",
        Quantity = "scale",
        Expected = $"expected gaussian SIGMA, such as gaussian 0.8, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        NotAPercentage = NumberForm.Normalised,
        Create = (sigma, place) => new GaussianNoise(sigma, place),
    };

    /// <summary>Normal noise of one standard deviation.</summary>
    /// <param name="sigma">The standard deviation in normalised units, in (0, 10^6].</param>
    /// <param name="place">Where it acts.</param>
    public GaussianNoise(double sigma, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, CheckedScale(sigma, nameof(sigma)), place) => Sigma = sigma;

    /// <summary>The standard deviation, in normalised units.</summary>
    public double Sigma { get; }

    /// <inheritdoc/>
    /// <remarks>A standard normal, times sigma, added.</remarks>
    public override long FlopsPerElement => DefenseCost.Normal + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new GaussianLaw(Sigma);

    /// <inheritdoc/>
    public override WireFormat Encode(WireFormat format) => format.AsDense();

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message) => AddNoise(values, Sigma, message.Noise().FillGaussian);
}
