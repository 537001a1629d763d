using Fleet.Models.Randomness;

namespace Fleet.Models.Defenses;

/// <summary>One defence at one place. Its noise is in the network's normalised units.</summary>
/// <remarks>
/// The defences are those of He, Zhang, Lee, "Attacking and Protecting Data Privacy in Edge-Cloud Collaborative
/// Inference Systems", IEEE Internet of Things Journal 2021. Two steps are equal if their canonical forms are.
/// </remarks>
public abstract record DefenseStep
{
    private protected DefenseStep(string name, double parameter, DefensePlace place)
    {
        if (!Enum.IsDefined(place))
        {
            throw new ArgumentOutOfRangeException(nameof(place), place, "A defence acts on the input or on the activation.");
        }

        Name = name;
        Place = place;

        // Invariant and round-trip; adding 0 turns a negative zero into zero.
        Canonical = $"{name}:{parameter + 0.0:R}@{(place == DefensePlace.Input ? "input" : "activation")}";
    }

    /// <summary>The name in canonical form, such as "dropout".</summary>
    public string Name { get; }

    /// <summary>Where it acts.</summary>
    public DefensePlace Place { get; }

    /// <summary>The canonical form, such as "dropout:0.3@activation".</summary>
    public string Canonical { get; }

    /// <summary>
    /// Floating point operations for one element, the random numbers included, as <see cref="DefenseCost"/> counts them.
    /// </summary>
    public abstract long FlopsPerElement { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Canonical;

    /// <summary>Changes the values in place, with noise or a mask drawn from the stream.</summary>
    internal abstract void Apply(Span<float> values, CounterRandom random);

    /// <summary>The scale of a noise, or an exception if it is out of range.</summary>
    private protected static double CheckedScale(double scale, string name) => IsScale(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(name, scale, $"The scale of a noise is greater than 0 and at most {MaxScale}.");

    /// <summary>The largest noise scale. Values of order 1 are already lost in float32 at such noise.</summary>
    internal const double MaxScale = 1e6;

    /// <summary>Whether the number can be the scale of a noise: in (0, 10^6].</summary>
    internal static bool IsScale(double value) => value is > 0 and <= MaxScale;

    /// <summary>Whether the number can be a dropout rate: in [0, 1).</summary>
    internal static bool IsRate(double value) => value is >= 0 and < 1;
}
