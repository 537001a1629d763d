using System.Buffers;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>
/// Sends the channels of the activation in an order that is the device's secret. The server that answers the device holds
/// the key and puts them back.
/// </summary>
/// <remarks>
/// <para>
/// Trust: the key is shared with a trusted part of the server (an enclave, or a key service that gives the weights behind
/// the cut permuted to match). The adversary sees what crossed the link, not the key. One who sees both the permuted and
/// the plain weights can tell the order.
/// </para>
/// <para>It moves data and computes nothing new: the rows and columns within a channel stay as they are.</para>
/// </remarks>
public sealed record ChannelPermutation : DefenseStep
{
    internal const string CanonicalName = "permute";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "permute")
    {
        Label = "permutation",
        Expected = "expected permute",
        AtCutOnly = true,
        Create = (_, _) => new ChannelPermutation(),
    };

    /// <summary>A permutation of the channels at the split point; behind a fully connected layer, of the features.</summary>
    public ChannelPermutation()
        : base(CanonicalName, "", DefensePlace.Activation)
    {
    }

    /// <inheritdoc/>
    public override long FlopsPerElement => DefenseCost.Move;

    /// <inheritdoc/>
    public override DefenseLaw Law => new ChannelOrderLaw();

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => before;

    /// <inheritdoc/>
    public override bool IsKeyed => true;

    /// <inheritdoc/>
    /// <remarks>The order, and room for the values while they move.</remarks>
    public override long MemoryBytes(TensorShape shape) => (shape.Channels * (long)sizeof(int)) + (shape.Elements * (long)sizeof(float));

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message) => Move(values, message, undo: false);

    /// <inheritdoc/>
    public override void Undo(Span<float> values, in MessageContext message) => Move(values, message, undo: true);

    private static void Move(Span<float> values, in MessageContext message, bool undo)
    {
        int[] order = message.ShuffledChannels();
        int plane = message.Shape.Plane;
        float[] rented = ArrayPool<float>.Shared.Rent(values.Length);
        Span<float> copy = rented.AsSpan(0, values.Length);
        values.CopyTo(copy);
        for (int channel = 0; channel < order.Length; channel++)
        {
            (int from, int to) = undo ? (channel, order[channel]) : (order[channel], channel);
            copy.Slice(from * plane, plane).CopyTo(values.Slice(to * plane, plane));
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
