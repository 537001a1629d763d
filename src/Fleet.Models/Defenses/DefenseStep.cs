using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>One defence at one place. Scales are in the network's normalised units.</summary>
/// <remarks>Two steps are equal if their canonical forms are.</remarks>
public abstract record DefenseStep
{
    /// <summary>The largest noise scale or norm. Values of order 1 are already lost in float32 at such noise.</summary>
    internal const double MaxScale = 1e6;

    private protected DefenseStep(string name, double parameter, DefensePlace place)
        : this(name, NumberText(parameter), place)
    {
    }

    private protected DefenseStep(string name, string parameter, DefensePlace place)
    {
        if (!Enum.IsDefined(place))
        {
            throw new ArgumentOutOfRangeException(nameof(place), place, "A defence acts on the input or on the activation.");
        }

        Name = name;
        Place = place;
        string at = place == DefensePlace.Input ? "input" : "activation";
        Canonical = parameter.Length == 0 ? $"{name}@{at}" : $"{name}:{parameter}@{at}";
    }

    /// <summary>The name in canonical form, such as "dropout".</summary>
    public string Name { get; }

    /// <summary>Where it acts.</summary>
    public DefensePlace Place { get; }

    /// <summary>The canonical form, such as "dropout:0.3@activation".</summary>
    public string Canonical { get; }

    /// <summary>
    /// Floating point operations on the device for one element, the random numbers included, as <see cref="DefenseCost"/>
    /// counts them.
    /// </summary>
    public abstract long FlopsPerElement { get; }

    /// <summary>What has to be learned before it can act.</summary>
    public virtual TrainingNeed Training => TrainingNeed.None;

    /// <summary>What an adversary who knows the defence may assume.</summary>
    public abstract DefenseLaw Law { get; }

    /// <summary>Whether it depends on a key of the device, drawn once for all its messages.</summary>
    public virtual bool IsKeyed => false;

    /// <summary>Bytes that the device holds for it beyond the values themselves, which are changed in place.</summary>
    /// <param name="shape">The shape of the values at its place.</param>
    public virtual long MemoryBytes(TensorShape shape) => 0;

    /// <inheritdoc/>
    public sealed override string ToString() => Canonical;

    /// <summary>How the values travel after this step; a step that leaves no zeros and no grid makes them dense again.</summary>
    internal virtual WireFormat Encode(WireFormat format) => format;

    /// <summary>Changes the values in place.</summary>
    internal abstract void Apply(Span<float> values, in MessageContext message);

    /// <summary>Takes back, on the server that holds the device's key, what the key did. Most steps have nothing to undo.</summary>
    internal virtual void Undo(Span<float> values, in MessageContext message)
    {
    }

    /// <summary>The scale of a noise, or an exception if it is out of range.</summary>
    private protected static double CheckedScale(double scale, string name) => IsScale(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(name, scale, string.Create(CultureInfo.InvariantCulture, $"The scale of a noise is greater than 0 and at most {MaxScale}."));

    /// <summary>Invariant and round-trip; adding 0 turns a negative zero into zero.</summary>
    private protected static string NumberText(double parameter) => (parameter + 0.0).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether the number can be the scale of a noise, a norm or a weight: in (0, 10^6].</summary>
    internal static bool IsScale(double value) => value is > 0 and <= MaxScale;

    /// <summary>Whether the number can be a rate of erasure: in [0, 1).</summary>
    internal static bool IsRate(double value) => value is >= 0 and < 1;
}
