using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>One defence at one place. Scales are in the network's normalised units.</summary>
/// <remarks>Two steps are equal if their canonical forms are.</remarks>
public abstract record DefenseStep
{
    /// <summary>The largest noise scale or norm. Values of order 1 are already lost in float32 at such noise.</summary>
    public const double MaxScale = 1e6;

    /// <summary>A step with a number.</summary>
    /// <param name="name">The name in canonical form.</param>
    /// <param name="parameter">The number in canonical form.</param>
    /// <param name="place">Where it acts.</param>
    protected DefenseStep(string name, double parameter, DefensePlace place)
        : this(name, NumberText(parameter), place)
    {
    }

    /// <summary>A step.</summary>
    /// <param name="name">The name in canonical form.</param>
    /// <param name="parameter">What follows it in canonical form; empty for nothing.</param>
    /// <param name="place">Where it acts.</param>
    protected DefenseStep(string name, string parameter, DefensePlace place)
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

    /// <summary>
    /// Whether two messages are never further apart behind the step than before it, apart from noise that does not depend on
    /// them: its Lipschitz constant is at most 1. Only then a bound that noise behind it gives holds in front of it too.
    /// </summary>
    public virtual bool IsNonExpansive => false;

    /// <summary>The greatest Euclidean norm of a message behind the step; null if there is none that is known.</summary>
    /// <param name="before">The greatest norm before it; null if there is none that is known.</param>
    public virtual double? NormBound(double? before) => null;

    /// <summary>Whether it depends on a key of the device, drawn once for all its messages.</summary>
    public virtual bool IsKeyed => false;

    /// <summary>Bytes that the device holds for it beyond the values themselves, which are changed in place.</summary>
    /// <param name="shape">The shape of the values at its place.</param>
    public virtual long MemoryBytes(TensorShape shape) => 0;

    /// <inheritdoc/>
    public sealed override string ToString() => Canonical;

    /// <summary>How the values travel after this step; a step that leaves no zeros and no grid makes them dense again.</summary>
    public virtual WireFormat Encode(WireFormat format) => format;

    /// <summary>Changes the values in place.</summary>
    public abstract void Apply(Span<float> values, in MessageContext message);

    /// <summary>Takes back, on the server that holds the device's key, what the key did. Most steps have nothing to undo.</summary>
    public virtual void Undo(Span<float> values, in MessageContext message)
    {
    }

    /// <summary>The scale of a noise, or an exception if it is out of range.</summary>
    protected static double CheckedScale(double scale, string name) => IsScale(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(name, scale, string.Create(CultureInfo.InvariantCulture, $"The scale of a noise is greater than 0 and at most {MaxScale}."));

    /// <summary>Adds independent noise to every element.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="scale">What the numbers are multiplied by.</param>
    /// <param name="draw">Fills a span with the next numbers of scale 1.</param>
    private protected static void AddNoise(Span<float> values, double scale, Action<Span<double>> draw)
    {
        Span<double> noise = stackalloc double[256];
        for (int start = 0; start < values.Length; start += noise.Length)
        {
            Span<float> part = values[start..Math.Min(values.Length, start + noise.Length)];
            draw(noise[..part.Length]);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = (float)(part[i] + (scale * noise[i]));
            }
        }
    }

    /// <summary>Invariant and round-trip; adding 0 turns a negative zero into zero.</summary>
    private static string NumberText(double parameter) => (parameter + 0.0).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether the number can be the scale of a noise, a norm or a weight: in (0, 10^6].</summary>
    public static bool IsScale(double value) => value is > 0 and <= MaxScale;

    /// <summary>Whether the number can be a rate of erasure: in [0, 1).</summary>
    public static bool IsRate(double value) => value is >= 0 and < 1;
}
