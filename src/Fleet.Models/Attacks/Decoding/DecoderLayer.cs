using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>One layer of a decoder, with a rectifier behind it or without.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="From">What comes in.</param>
/// <param name="To">What goes out.</param>
/// <param name="Kernel">Rows and columns of a filter; 1 for a fully connected layer.</param>
/// <param name="Stride">The step of a transposed convolution; 1 for the others.</param>
/// <param name="Padding">Zero rows and columns on each side, or those taken away by a transposed convolution.</param>
/// <param name="Rectified">Whether a rectifier follows.</param>
internal sealed record DecoderLayer(
    DecoderLayerKind Kind, TensorShape From, TensorShape To, int Kernel, int Stride, int Padding, bool Rectified)
{
    /// <summary>The shape of the weights, as the tensor library wants it.</summary>
    public long[] WeightShape => Kind switch
    {
        DecoderLayerKind.Linear => [To.Elements, From.Elements],
        DecoderLayerKind.Convolution => [To.Channels, From.Channels, Kernel, Kernel],
        _ => [From.Channels, To.Channels, Kernel, Kernel],
    };

    /// <summary>One number for each channel that goes out, or for each feature of a fully connected layer.</summary>
    public long Biases => Kind == DecoderLayerKind.Linear ? To.Elements : To.Channels;

    /// <summary>How many numbers flow into one that goes out.</summary>
    public long FanIn => Kind switch
    {
        DecoderLayerKind.Linear => From.Elements,
        DecoderLayerKind.Convolution => (long)From.Channels * Kernel * Kernel,
        _ => Math.Max(1, (long)From.Channels * Kernel * Kernel / (Stride * Stride)),
    };

    /// <summary>Operations for one activation: 2 for a multiply-accumulate, 1 for a bias and for a rectified element.</summary>
    public long Flops
    {
        get
        {
            long products = Kind switch
            {
                DecoderLayerKind.Linear => (long)From.Elements * To.Elements,
                DecoderLayerKind.Convolution => To.Elements * FanIn,
                _ => (long)From.Elements * To.Channels * Kernel * Kernel,
            };
            return (2 * products) + To.Elements + (Rectified ? To.Elements : 0);
        }
    }
}

/// <summary>The kinds of layers that decoders have.</summary>
internal enum DecoderLayerKind
{
    /// <summary>Fully connected; what goes out is given rows and columns.</summary>
    Linear,

    /// <summary>A convolution with stride 1.</summary>
    Convolution,

    /// <summary>A transposed convolution, which enlarges.</summary>
    Transposed,
}
