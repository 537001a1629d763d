using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// A variational autoencoder (Kingma, Welling 2014) of pictures: two fully connected layers lead to a normal latent vector,
/// a decoder back to the picture. Its tensors belong to the scope that it is made in; the decoder can be kept.
/// </summary>
internal sealed class PictureAutoencoder
{
    private const uint Stream = 8;
    private const uint NoiseStream = 9;
    private const int Hidden = 256;

    // The variance of a pixel around its mean, in normalised units: with more of it the latent vector says less.
    private const double PixelVariance = 0.1;

    private readonly PictureFormat _format;
    private readonly int _latent;
    private readonly ulong _seed;
    private readonly Device _on;
    private readonly Parameter[] _encoder;
    private ulong _step;

    /// <param name="format">The format of the pictures.</param>
    /// <param name="latent">Elements of the latent vector.</param>
    /// <param name="width">Channels of the decoder at the picture's full size.</param>
    /// <param name="seed">The key of initial weights and noise.</param>
    /// <param name="on">Where it is computed.</param>
    public PictureAutoencoder(PictureFormat format, int latent, int width, ulong seed, Device on)
    {
        (_format, _latent, _seed, _on) = (format, latent, seed, on);
        _encoder =
        [
            .. Layer(0, format.Shape.Elements, Hidden, 2),
            .. Layer(1, Hidden, 2 * latent, 1),
        ];
        Decoder = new Decoder(Layers(format.Shape, latent, width), seed, Stream, on);
    }

    /// <summary>From the latent vector to the picture.</summary>
    public Decoder Decoder { get; }

    /// <summary>All weights.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. _encoder, .. Decoder.Parameters];

    /// <summary>The decoder's layers.</summary>
    public static DecoderSpec Layers(TensorShape picture, int latent, int width) => DecoderSpec.For(new TensorShape(latent), picture, width);

    /// <summary>Operations of the encoder for one picture.</summary>
    public static long EncoderFlops(TensorShape picture, int latent) => (2L * picture.Elements * Hidden) + (4L * Hidden * latent);

    /// <summary>
    /// Minus the evidence lower bound, as a mean over the pictures: squared errors over twice the pixels' variance, plus the
    /// divergence of the latent vector from the standard normal law.
    /// </summary>
    public Tensor Loss(Tensor pictures)
    {
        Tensor hidden = F.relu(F.linear(pictures.flatten(1), _encoder[0], _encoder[1]));
        Tensor code = F.linear(hidden, _encoder[2], _encoder[3]);
        Tensor mean = code.narrow(1, 0, _latent);
        Tensor logVariance = code.narrow(1, _latent, _latent);
        Tensor latent = mean + ((logVariance * 0.5).exp() * Noise(mean.shape));
        Tensor errors = PixelRange.Excess(_format, Decoder.Apply(latent), pictures).square().flatten(1).sum(1) / (2 * PixelVariance);
        Tensor divergence = (mean.square() + logVariance.exp() - logVariance - 1).sum(1) / 2;
        return (errors + divergence).mean();
    }

    private Parameter[] Layer(int layer, int from, int to, double gain)
    {
        var random = new CounterRandom(_seed, Stream + 2, RandomPurpose.Attack, (ulong)layer);
        return [new Parameter(Normal(random, [to, from], Math.Sqrt(gain / from), _on)), new Parameter(zeros(to, device: _on))];
    }

    private Tensor Noise(long[] shape) => Normal(new CounterRandom(_seed, NoiseStream, RandomPurpose.Attack, _step++), shape, 1, _on);

    /// <summary>Normal numbers with mean 0.</summary>
    internal static Tensor Normal(CounterRandom random, long[] shape, double deviation, Device on)
    {
        var normal = new double[shape.Aggregate(1L, (product, size) => product * size)];
        random.FillGaussian(normal);
        return AlignedTensor.Of(Array.ConvertAll(normal, value => (float)(value * deviation)), on, shape);
    }
}
