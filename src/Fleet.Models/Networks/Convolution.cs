using System.Globalization;
using Fleet.Models.Tensors;

namespace Fleet.Models.Networks;

/// <summary>A two-dimensional convolution.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="InChannels">Channels that come in.</param>
/// <param name="OutChannels">Channels that go out: the number of filters.</param>
/// <param name="Kernel">Rows and columns of a filter, at least 1.</param>
/// <param name="Padding">Zero rows and columns added on each side, at least 0.</param>
/// <param name="Stride">Rows and columns from one place of a filter to the next, at least 1.</param>
/// <param name="Bias">Whether each filter adds a number of its own.</param>
public sealed record Convolution(
    string Name, int InChannels, int OutChannels, int Kernel, int Padding, int Stride = 1, bool Bias = true) : LayerSpec(Name)
{
    /// <inheritdoc/>
    public override string Kind => "convolution";

    /// <inheritdoc/>
    public override long Parameters => ((long)OutChannels * InChannels * Kernel * Kernel) + (Bias ? OutChannels : 0);

    /// <inheritdoc/>
    public override string Canonical =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} {Name} {InChannels}>{OutChannels} kernel {Kernel} padding {Padding}")
        + (Stride == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" stride {Stride}"))
        + (Bias ? "" : " without bias");

    internal override IReadOnlyList<LayerArray> Arrays =>
        LayerArray.WeightAndBias([OutChannels, InChannels, Kernel, Kernel], Bias);

    /// <inheritdoc/>
    public override TensorShape OutputShape(TensorShape input)
    {
        int least = Kernel - (2 * Padding);
        return input.Channels == InChannels && input.Height >= least && input.Width >= least
            ? new TensorShape(OutChannels, ((input.Height - least) / Stride) + 1, ((input.Width - least) / Stride) + 1)
            : throw Refuse(input, string.Create(CultureInfo.InvariantCulture, $"{InChannels} channels of {Math.Max(1, least)} rows and columns or more"));
    }

    /// <inheritdoc/>
    public override long Flops(TensorShape input) =>
        OutputShape(input).Elements * ((2L * InChannels * Kernel * Kernel) + (Bias ? 1 : 0));
}
