using System.Numerics;

namespace Fleet.Models.Tensors;

/// <summary>How the elements of an activation travel: which of them, and in how many bits.</summary>
/// <param name="Elements">Elements of the activation.</param>
/// <param name="Values">Elements that are sent; the others are 0. All, unless the message is sparse.</param>
/// <param name="BitsPerValue">Bits of each sent element: 32 for float32, fewer for elements on a grid.</param>
/// <param name="GridBytes">Bytes that describe the grid, 0 without one.</param>
public sealed record WireFormat(int Elements, int Values, int BitsPerValue, int GridBytes)
{
    private const int FloatBits = 32;

    /// <summary>All elements as float32.</summary>
    public static WireFormat Dense(TensorShape activation) => new(activation.Elements, activation.Elements, FloatBits, 0);

    /// <summary>Whether positions are sent with the values.</summary>
    public bool IsSparse => Values < Elements;

    /// <summary>
    /// Bytes that say which elements are sent: a list of positions of ceil(log2 elements) bits each, or a map of one bit an
    /// element, whichever is shorter; 0 if all are sent.
    /// </summary>
    public long PositionBytes => IsSparse
        ? Math.Min(BytesOf(Elements), BytesOf((long)Values * (BitOperations.Log2((uint)(Elements - 1)) + 1)))
        : 0;

    /// <summary>Bytes of the elements, their positions and their grid, without the header of the message.</summary>
    public long Bytes => BytesOf((long)Values * BitsPerValue) + PositionBytes + GridBytes;

    /// <summary>What remains after a step that leaves neither zeros nor a grid.</summary>
    internal WireFormat AsDense() => new(Elements, Elements, FloatBits, 0);

    private static long BytesOf(long bits) => (bits + 7) / 8;
}
