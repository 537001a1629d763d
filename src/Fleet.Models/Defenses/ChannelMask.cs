using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>
/// Sets a share of the channels to 0, chosen by the device's key and the same for all its messages. Nothing can undo it:
/// the server answers from what is left.
/// </summary>
public sealed record ChannelMask : DefenseStep
{
    internal const string CanonicalName = "mask";

    /// <summary>How people write it.</summary>
    public static NumberForm Form { get; } = new(CanonicalName, "mask SHARE")
    {
        Label = "mask",
        Quantity = "share",
        Expected = "expected mask SHARE with a share of at least 0 and less than 1, such as mask 0.2 or mask 20 %",
        IsValid = IsRate,
        AtCutOnly = true,
        Create = (share, _) => new ChannelMask(share),
    };

    /// <summary>A mask of one share of the channels at the split point.</summary>
    /// <param name="share">The share that is set to 0, in [0, 1); at least one channel is kept.</param>
    public ChannelMask(double share)
        : base(CanonicalName, Checked(share), DefensePlace.Activation) => Share = share;

    /// <summary>The share of channels that is set to 0.</summary>
    public double Share { get; }

    /// <inheritdoc/>
    public override long FlopsPerElement => DefenseCost.Move;

    /// <inheritdoc/>
    public override DefenseLaw Law => new ChannelErasureLaw(Share);

    /// <inheritdoc/>
    public override bool IsNonExpansive => true;

    /// <inheritdoc/>
    public override double? NormBound(double? before) => before;

    /// <inheritdoc/>
    public override bool IsKeyed => true;

    /// <inheritdoc/>
    /// <remarks>The numbers of the masked channels.</remarks>
    public override long MemoryBytes(TensorShape shape) => Masked(shape.Channels) * (long)sizeof(int);

    /// <summary>How many of so many channels are set to 0: none where there is none to keep.</summary>
    public int Masked(int channels) => Math.Clamp((int)Math.Round(Share * channels), 0, Math.Max(channels - 1, 0));

    /// <inheritdoc/>
    public override void Apply(Span<float> values, in MessageContext message)
    {
        int[] order = message.ShuffledChannels();
        int plane = message.Shape.Plane;
        foreach (int channel in order.AsSpan(0, Masked(order.Length)))
        {
            values.Slice(channel * plane, plane).Clear();
        }
    }

    private static double Checked(double share) => IsRate(share)
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share of masked channels is at least 0 and less than 1.");
}
