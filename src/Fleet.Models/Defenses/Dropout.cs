using Fleet.Models.Randomness;

namespace Fleet.Models.Defenses;

/// <summary>Sets every element to 0 with one probability, independently of the others.</summary>
/// <remarks>
/// The paper's form leaves the kept elements as they are. The rescaled form divides them by the probability of being
/// kept, so that the mean of each element stays what it was; that costs less accuracy.
/// </remarks>
public sealed record Dropout : DefenseStep
{
    internal const string CanonicalName = "dropout";
    internal const string RescaledName = "dropout-rescaled";
    private const double TwoTo32 = 4294967296.0;

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "dropout RATE, dropout RATE rescaled")
    {
        Label = "dropout",
        Quantity = "rate",
        Expected = "expected dropout RATE with a rate of at least 0 and less than 1, such as dropout 0.3 or dropout 30 %",
        IsValid = IsRate,
        Variant = "rescaled",
        CreateVariant = (rate, place) => new Dropout(rate, rescaled: true, place),
        Create = (rate, place) => new Dropout(rate, place: place),
    };

    /// <summary>Dropout of one rate.</summary>
    /// <param name="rate">The probability that an element is dropped, in [0, 1), to the nearest 2^-32.</param>
    /// <param name="rescaled">Whether kept elements are divided by 1 - <paramref name="rate"/>.</param>
    /// <param name="place">Where it acts.</param>
    public Dropout(double rate, bool rescaled = false, DefensePlace place = DefensePlace.Activation)
        : base(rescaled ? RescaledName : CanonicalName, CheckedRate(rate), place)
    {
        Rate = rate;
        Rescaled = rescaled;
    }

    /// <summary>The probability that an element is dropped.</summary>
    public double Rate { get; }

    /// <summary>Whether kept elements are divided by 1 - <see cref="Rate"/>.</summary>
    public bool Rescaled { get; }

    /// <inheritdoc/>
    /// <remarks>A word, compared with the rate, and a selection; rescaled, a multiplication too.</remarks>
    public override long FlopsPerElement => DefenseCost.RandomWord + (Rescaled ? 3 : 2);

    /// <inheritdoc/>
    public override DefenseLaw Law => new ErasureLaw(Rate, Rescaled ? 1 / (1 - Rate) : 1);

    /// <inheritdoc/>
    public override bool IsNonExpansive => !Rescaled;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => Rescaled ? null : before;

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        CounterRandom random = message.Noise();
        // 64 bits, since a rate just below 1 rounds to 2^32.
        long dropBelow = (long)Math.Round(Rate * TwoTo32);
        float scale = Rescaled ? (float)(1 / (1 - Rate)) : 1;
        Span<uint> words = stackalloc uint[512];
        for (int start = 0; start < values.Length; start += words.Length)
        {
            Span<float> part = values[start..Math.Min(values.Length, start + words.Length)];
            random.Fill(words[..part.Length]);
            for (int i = 0; i < part.Length; i++)
            {
                // All ones to keep, zeros to drop: a branch on a random bit would be mispredicted.
                uint kept = (uint)((dropBelow - 1 - words[i]) >> 63);
                part[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(part[i] * scale) & kept);
            }
        }
    }

    private static double CheckedRate(double rate) => IsRate(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is at least 0 and less than 1.");
}
