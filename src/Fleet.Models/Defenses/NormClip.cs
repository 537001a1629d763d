using System.Globalization;

namespace Fleet.Models.Defenses;

/// <summary>
/// Scales a message whose Euclidean norm is greater than a radius down to it. Two messages then differ by at most twice the
/// radius, which is what Gaussian noise behind it needs for a guarantee: see <see cref="GaussianPrivacy"/>.
/// </summary>
public sealed record NormClip : DefenseStep
{
    internal const string CanonicalName = "clip";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "clip RADIUS")
    {
        Label = "clip",
        Quantity = "radius",
        Expected = $"expected clip RADIUS, such as clip 5, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        NotAPercentage = NumberForm.Normalised,
        Create = (radius, place) => new NormClip(radius, place),
    };

    /// <summary>Clipping to one radius.</summary>
    /// <param name="radius">The greatest norm in normalised units, in (0, 10^6].</param>
    /// <param name="place">Where it acts.</param>
    public NormClip(double radius, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, Checked(radius), place) => Radius = radius;

    /// <summary>The greatest norm of a message, in normalised units.</summary>
    public double Radius { get; }

    /// <inheritdoc/>
    /// <remarks>A square added to the norm, and a multiplication.</remarks>
    public override long FlopsPerElement => 3;

    /// <inheritdoc/>
    public override DefenseLaw Law => new NormLaw(Radius);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => Radius;

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        double squares = 0;
        foreach (float value in values)
        {
            squares += (double)value * value;
        }

        double norm = Math.Sqrt(squares);
        if (norm > Radius)
        {
            // Rounded towards zero by a little, so that rounding never leaves a message outside the radius.
            double scale = Radius / norm * (1 - 1e-6);
            foreach (ref float value in values)
            {
                value = (float)(value * scale);
            }
        }
    }

    private static double Checked(double radius) => IsScale(radius)
        ? radius
        : throw new ArgumentOutOfRangeException(nameof(radius), radius, string.Create(CultureInfo.InvariantCulture, $"A radius is greater than 0 and at most {MaxScale}."));
}
