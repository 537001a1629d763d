using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>
/// Batch normalisation (Ioffe, Szegedy 2015): each channel less its mean, over the root of its variance plus 1e-5, times a
/// scale, plus a shift. While training, mean and variance are those of the batch, and running averages of them are kept;
/// otherwise the running averages stand in, so that a picture's activation does not depend on its neighbours.
/// </summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Channels">Channels, or the features of a fully connected layer.</param>
public sealed record BatchNorm(string Name, int Channels) : LayerSpec(Name)
{
    /// <summary>Added to the variance, which may be 0.</summary>
    internal const double Epsilon = 1e-5;

    /// <summary>The weight of the newest batch in the running averages.</summary>
    internal const double Momentum = 0.1;

    /// <inheritdoc/>
    public override string Kind => "batchnorm";

    /// <summary>Scales and shifts; the running averages are counted, not trained.</summary>
    public override long Parameters => 2L * Channels;

    /// <inheritdoc/>
    public override string Canonical => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} {Channels}");

    internal override IReadOnlyList<LayerArray> Arrays =>
    [
        new(ArrayRole.Scale, [Channels]),
        new(ArrayRole.Shift, [Channels]),
        new(ArrayRole.RunningMean, [Channels]),
        new(ArrayRole.RunningVariance, [Channels]),
    ];

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input) =>
        input.Channels == Channels ? input : throw Refuse(input, string.Create(CultureInfo.InvariantCulture, $"{Channels} channels"));

    /// <summary>One multiply-accumulate an element: with fixed statistics the layer is a scale and a shift.</summary>
    public override long Flops(TensorShape input) => 2L * OutputShape(input).Elements;
}
