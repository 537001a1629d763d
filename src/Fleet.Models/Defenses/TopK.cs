using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>
/// Keeps the share of elements with the greatest magnitudes and sets the others to 0; only kept elements and their
/// positions travel. Of equal magnitudes the first are kept.
/// </summary>
public sealed record TopK : DefenseStep
{
    internal const string CanonicalName = "top-k";

    private const int DigitBits = 8;
    private const uint MagnitudeBits = 0x7FFFFFFF;

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "top-k SHARE")
    {
        Label = "top-k",
        Quantity = "share",
        Expected = "expected top-k SHARE with a share greater than 0 and at most 1, such as top-k 0.1 or top-k 10 %",
        IsValid = IsShare,
        Create = (share, place) => new TopK(share, place),
    };

    /// <summary>Sparsification to a share of the elements.</summary>
    /// <param name="share">The share that is kept, in (0, 1]; at least one element is.</param>
    /// <param name="place">Where it acts. On the input it changes the picture, not the message's size.</param>
    public TopK(double share, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, Checked(share), place) => Share = share;

    /// <summary>The share of elements that is kept.</summary>
    public double Share { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// Four passes of a radix selection with a comparison and a count each, the comparison with the threshold, and the selection.
    /// </remarks>
    public override long FlopsPerElement => (4 * 2) + 2;

    /// <inheritdoc/>
    public override DefenseLaw Law => new LargestLaw(Share);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => before;

    /// <inheritdoc/>
    /// <remarks>The counts of one digit.</remarks>
    public override long MemoryBytes(TensorShape shape) => (1 << DigitBits) * sizeof(int);

    /// <summary>How many of so many elements are kept: at least one, if there is any.</summary>
    public int Kept(int elements) => Math.Min(Math.Max(1, (int)Math.Round(Share * elements)), elements);

    internal static bool IsShare(double value) => value is > 0 and <= 1;

    /// <inheritdoc/>
    public override WireFormat Encode(WireFormat format) => format with { Values = Math.Min(format.Values, Kept(format.Elements)) };

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        (uint threshold, int keptAtThreshold) = Threshold(values, Kept(values.Length));
        foreach (ref float value in values)
        {
            uint magnitude = Magnitude(value);
            bool keep = magnitude > threshold || (magnitude == threshold && keptAtThreshold-- > 0);
            value = keep ? value : 0;
        }
    }

    /// <summary>The count-th greatest magnitude, and how many elements that have it are kept: a radix selection.</summary>
    private static (uint Magnitude, int Kept) Threshold(ReadOnlySpan<float> values, int count)
    {
        Span<int> counts = stackalloc int[1 << DigitBits];
        (uint prefix, uint mask) = (0, 0);
        for (int shift = 32 - DigitBits; shift >= 0; shift -= DigitBits)
        {
            counts.Clear();
            foreach (float value in values)
            {
                uint magnitude = Magnitude(value);
                if ((magnitude & mask) == prefix)
                {
                    counts[(int)(magnitude >> shift) & (counts.Length - 1)]++;
                }
            }

            int digit = counts.Length - 1;
            while (counts[digit] < count)
            {
                count -= counts[digit--];
            }

            prefix |= (uint)digit << shift;
            mask |= (uint)(counts.Length - 1) << shift;
        }

        return (prefix, count);
    }

    /// <summary>The bits of the absolute value, which have the order of the numbers.</summary>
    private static uint Magnitude(float value) => BitConverter.SingleToUInt32Bits(value) & MagnitudeBits;

    private static double Checked(double share) => IsShare(share)
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share of kept elements is greater than 0 and at most 1.");
}
