using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>
/// Rounds every element to the nearest of 2^bits equally spaced values, which then travel as whole numbers of that many
/// bits (affine quantisation: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", CVPR 2018).
/// </summary>
public sealed record Quantization : DefenseStep
{
    internal const string CanonicalName = "quantize";

    /// <summary>The most bits.</summary>
    public const int MaxBits = 8;

    /// <summary>Bytes of the grid in a message: its step as float32, and which of its values is 0.</summary>
    private const int GridBytes = sizeof(float) + sizeof(byte);

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "quantize BITS bit")
    {
        Label = "quantize",
        Quantity = "number of bits",
        Expected = $"expected quantize BITS bit with 1 to {MaxBits} bits, such as quantize 8 bit",
        IsValid = IsBits,
        NotAPercentage = "is a whole number",
        Unit = "bit",
        Create = (bits, place) => new Quantization((int)bits, place),
    };

    /// <summary>Quantisation to a number of bits.</summary>
    /// <param name="bits">Bits an element, from 1 to <see cref="MaxBits"/>.</param>
    /// <param name="place">Where it acts. On the input it changes the picture, not the message's size.</param>
    public Quantization(int bits, DefensePlace place = DefensePlace.Activation)
        : base(CanonicalName, string.Create(CultureInfo.InvariantCulture, $"{Checked(bits)}bit"), place) => Bits = bits;

    /// <summary>Bits an element.</summary>
    public int Bits { get; }

    /// <inheritdoc/>
    /// <remarks>Two comparisons for the range, a division, a rounding, two comparisons for the ends, and the offset.</remarks>
    public override long FlopsPerElement => 7;

    /// <inheritdoc/>
    public override DefenseLaw Law => new GridLaw(Bits);

    internal static bool IsBits(double value) => value is >= 1 and <= MaxBits && double.IsInteger(value);

    /// <inheritdoc/>
    public override WireFormat Encode(WireFormat format) =>
        format with { BitsPerValue = Bits, GridBytes = GridBytes };

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        QuantizationGrid grid = QuantizationGrid.Of(values, Bits);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = grid.Round(values[i]);
        }
    }

    private static int Checked(int bits) => IsBits(bits)
        ? bits
        : throw new ArgumentOutOfRangeException(nameof(bits), bits, $"A quantisation has from 1 to {MaxBits} bits.");
}
