using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>Adds independent noise with mean 0 to every element, fresh for each message.</summary>
public abstract record ElementNoise : DefenseStep
{
    private protected ElementNoise(string name, double scale, DefensePlace place)
        : base(name, CheckedScale(scale, nameof(scale)), place) => Scale = scale;

    /// <inheritdoc/>
    public sealed override bool IsNonExpansive => true;

    /// <summary>What a draw is multiplied by, in normalised units.</summary>
    private protected double Scale { get; }

    /// <inheritdoc/>
    public sealed override WireFormat Encode(WireFormat format) => format.AsDense();

    /// <inheritdoc/>
    public sealed override void Apply(Span<float> values, in MessageContext message)
    {
        CounterRandom random = message.Noise();
        Span<double> noise = stackalloc double[256];
        for (int start = 0; start < values.Length; start += noise.Length)
        {
            Span<float> part = values[start..Math.Min(values.Length, start + noise.Length)];
            Draw(random, noise[..part.Length]);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = (float)(part[i] + (Scale * noise[i]));
            }
        }
    }

    /// <summary>Draws noise of scale 1.</summary>
    protected abstract void Draw(CounterRandom random, Span<double> noise);

    private protected static NumberForm FormOf(string name, string symbol, string example, Func<double, DefensePlace, DefenseStep> create) => new(name, $"{name} {symbol}")
    {
        Label = $"{name} noise",
        Quantity = "scale",
        Expected = $"expected {name} {symbol}, such as {name} {example}, {NumberForm.ScaleRange}",
        IsValid = IsScale,
        NotAPercentage = NumberForm.Normalised,
        Create = create,
    };
}
