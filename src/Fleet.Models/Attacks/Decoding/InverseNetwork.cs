using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// From activations to pictures. Where the activation is about as fine as the picture, the best linear map does what it can,
/// and a decoder adds to each pixel, in units of the error that is left there; elsewhere the decoder does everything.
/// </summary>
internal sealed class InverseNetwork : IDisposable
{
    private const int ScaleSample = 512;
    private const double HalfLevel = 0.5 / byte.MaxValue;

    private readonly ChannelScale _scale;
    private readonly PatchRegression? _linear;
    private readonly Decoder _decoder;

    /// <summary>Fits the scale and the linear map; the decoder begins untrained, in the scope that this is made in.</summary>
    /// <param name="activation">The shape of the activations.</param>
    /// <param name="pictures">The format of the pictures.</param>
    /// <param name="queries">The queries and their answers.</param>
    /// <param name="width">Channels of the decoder at the picture's full size.</param>
    /// <param name="seed">The key of the decoder's initial weights.</param>
    /// <param name="stream">Tells apart the networks of one attacker.</param>
    public InverseNetwork(TensorShape activation, PictureFormat pictures, AnsweredQueries queries, int width, ulong seed, uint stream)
    {
        using var scope = NewDisposeScope();
        (_, Tensor sample) = queries.Load([.. Enumerable.Range(0, Math.Min(ScaleSample, queries.Count))]);
        ChannelScale scale = new(sample);
        _scale = scale;
        _linear = PatchRegression.Suits(activation, pictures.Shape)
            ? new PatchRegression(activation, pictures, queries.Count, Scaled)
            : null;
        LinearError = _linear?.Error.square().mean().item<float>() ?? 1;
        IsExact = _linear is not null && LinearError < Square(HalfLevel / pictures.Normalization.StandardDeviation.Max());
        _decoder = new Decoder(DecoderSpec.For(activation, pictures.Shape, width), seed, stream, sample.device);
        foreach (Parameter parameter in _decoder.Parameters)
        {
            parameter.MoveToOuterDisposeScope();
        }

        (Tensor Activations, Tensor Pictures) Scaled(int[] indices)
        {
            (Tensor inputs, Tensor answers) = queries.Load(indices);
            return (scale.Apply(answers), inputs);
        }
    }

    /// <summary>The mean squared error of the linear map over the queries, in which losses are counted; 1 without one.</summary>
    public double LinearError { get; }

    /// <summary>Whether the linear map errs by less than half a grey level. Then it is the whole network, and nothing is trained.</summary>
    public bool IsExact { get; }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Parameter> Parameters => _decoder.Parameters;

    /// <summary>Operations of the fit in closed form, and of one use.</summary>
    public static (long Fit, long Use) Flops(TensorShape activation, TensorShape picture, int width)
    {
        (long fit, long linear) = PatchRegression.Suits(activation, picture) ? PatchRegression.Flops(activation, picture) : (0, 0);
        return (fit, linear + DecoderSpec.For(activation, picture, width).Flops);
    }

    /// <summary>Pictures for activations, in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor activations)
    {
        using var scope = NewDisposeScope();
        Tensor scaled = _scale.Apply(activations);
        Tensor pictures = (_linear, IsExact) switch
        {
            (null, _) => _decoder.Apply(scaled),
            ({ } linear, true) => linear.Apply(scaled),
            ({ } linear, false) => linear.Apply(scaled) + (_decoder.Apply(scaled) * linear.Error),
        };
        return pictures.MoveToOuterDisposeScope();
    }

    /// <summary>Keeps the weights until they are disposed of; from now on they ask for no gradient.</summary>
    public InverseNetwork Freeze()
    {
        _decoder.Freeze();
        return this;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _linear?.Dispose();
        _scale.Dispose();
    }

    private static double Square(double value) => value * value;
}
