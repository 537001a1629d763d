using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// The layers of a network from activations to pictures, chosen by the shapes of both alone: an attacker who may only query
/// knows no more.
/// </summary>
/// <param name="From">The activation.</param>
/// <param name="To">The picture.</param>
/// <param name="Layers">The layers. The last may give a picture a little too large, which is cut.</param>
internal sealed record DecoderSpec(TensorShape From, TensorShape To, IReadOnlyList<DecoderLayer> Layers)
{
    private const int SmallestSide = 7;
    private const int LastKernel = 5;

    /// <summary>Operations for one activation.</summary>
    public long Flops => Layers.Sum(layer => layer.Flops);

    /// <summary>
    /// The decoder for these shapes. Without rows and columns, a fully connected layer makes some. A transposed convolution
    /// brings them to a size from which doubling leads to that of the picture; transposed ones double it; one more gives
    /// the picture.
    /// </summary>
    /// <param name="activation">The activation, or the latent vector of a generator.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="width">Channels at the picture's full size; twice as many at half the size.</param>
    public static DecoderSpec For(TensorShape activation, TensorShape picture, int width)
    {
        int side = Math.Max(picture.Height, picture.Width);
        int known = activation.IsFlat ? Math.Min(SmallestSide, side) : Math.Max(activation.Height, activation.Width);
        int doublings = Math.Max(0, (int)Math.Floor(Math.Log2((double)side / known)));
        int ChannelsAt(int step) => width * Math.Min(4, 1 << (doublings - step));
        (int height, int columns) = (Halved(picture.Height, doublings), Halved(picture.Width, doublings));

        List<DecoderLayer> layers = [FirstLayer(activation, new TensorShape(ChannelsAt(0), height, columns))];
        for (int step = 1; step <= doublings; step++)
        {
            TensorShape from = layers[^1].To;
            var to = new TensorShape(ChannelsAt(step), 2 * from.Height, 2 * from.Width);
            layers.Add(new DecoderLayer(DecoderLayerKind.Transposed, from, to, Kernel: 4, Stride: 2, Padding: 1, Rectified: true));
        }

        TensorShape last = layers[^1].To;
        layers.Add(new DecoderLayer(
            DecoderLayerKind.Convolution, last, last with { Channels = picture.Channels }, LastKernel, 1, LastKernel / 2, Rectified: false));
        return new DecoderSpec(activation, picture, layers);
    }

    /// <summary>The kernel of a convolution that adds so many rows and columns: at least 5x5, and no place sees zeros only.</summary>
    public static int KernelFor(int growth) => Math.Max(growth + 1, LastKernel - (growth % 2));

    private static DecoderLayer FirstLayer(TensorShape activation, TensorShape to)
    {
        int growth = to.Height - activation.Height;
        if (activation.IsFlat || growth < 0 || to.Width - activation.Width != growth)
        {
            return new DecoderLayer(DecoderLayerKind.Linear, activation, to, 1, 1, 0, Rectified: true);
        }

        // A convolution grows by 2 padding + 1 - kernel.
        int kernel = KernelFor(growth);
        return new DecoderLayer(
            DecoderLayerKind.Convolution, activation, to, kernel, 1, (growth + kernel - 1) / 2, Rectified: true);
    }

    private static int Halved(int side, int times) => (side + (1 << times) - 1) >> times;
}
