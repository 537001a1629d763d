using System.Globalization;
using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>A decoder with its weights, which belong to the scope that it is made in unless they are detached from it.</summary>
internal sealed class Decoder : IDisposable
{
    private readonly DecoderSpec _spec;
    private readonly Parameter[] _parameters;

    /// <param name="spec">The layers.</param>
    /// <param name="seed">The key of the initial weights: normal with variance 1 / fan-in (Glorot, Bengio 2010, forward form), biases 0.</param>
    /// <param name="stream">Tells apart the networks of one attacker.</param>
    /// <param name="on">Where it computes.</param>
    public Decoder(DecoderSpec spec, ulong seed, uint stream, Device on)
    {
        _spec = spec;
        _parameters = new Parameter[2 * spec.Layers.Count];
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            _parameters[2 * i] = new Parameter(InitialWeights(spec.Layers[i], new CounterRandom(seed, stream, RandomPurpose.Attack, (ulong)i), on));
            _parameters[(2 * i) + 1] = new Parameter(zeros(spec.Layers[i].Biases, device: on));
        }
    }

    /// <summary>A trained decoder.</summary>
    /// <param name="spec">The layers.</param>
    /// <param name="weights">What <see cref="Weights"/> gave.</param>
    /// <param name="on">Where it computes.</param>
    public Decoder(DecoderSpec spec, IReadOnlyList<WeightArray> weights, Device on)
    {
        _spec = spec;
        _parameters = [.. weights.Select(array => new Parameter(AlignedTensor.Of(array.Values, on, [.. array.Shape])))];
    }

    /// <summary>All weights, layer by layer.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The weights outside the tensor library, in the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<WeightArray> Weights() =>
    [
        .. _parameters.Select((parameter, i) => new WeightArray(
            string.Create(CultureInfo.InvariantCulture, $"{i / 2}.{(i % 2 == 0 ? "weight" : "bias")}"), parameter.shape, parameter.detach().Floats())),
    ];

    /// <summary>Pictures for activations, in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor activations)
    {
        using var scope = NewDisposeScope();
        Tensor x = activations;
        for (int i = 0; i < _spec.Layers.Count; i++)
        {
            DecoderLayer layer = _spec.Layers[i];
            (Parameter weight, Parameter bias) = (_parameters[2 * i], _parameters[(2 * i) + 1]);
            x = layer.Kind switch
            {
                DecoderLayerKind.Linear => F.linear(x.flatten(1), weight, bias).reshape(-1, layer.To.Channels, layer.To.Height, layer.To.Width),
                DecoderLayerKind.Convolution => F.conv2d(x, weight, bias, padding: [layer.Padding, layer.Padding]),
                _ => F.conv_transpose2d(x, weight, bias, strides: [layer.Stride, layer.Stride], padding: [layer.Padding, layer.Padding]),
            };
            x = layer.Rectified ? F.relu(x) : x;
        }

        return x.narrow(2, 0, _spec.To.Height).narrow(3, 0, _spec.To.Width).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps the weights until they are disposed of; from now on they ask for no gradient.</summary>
    public Decoder Freeze()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.requires_grad = false;
            parameter.DetachFromDisposeScope();
        }

        return this;
    }

    public void Dispose()
    {
        foreach (Parameter parameter in _parameters)
        {
            parameter.Dispose();
        }
    }

    private static Tensor InitialWeights(DecoderLayer layer, CounterRandom random, Device on)
    {
        long[] shape = layer.WeightShape;
        var normal = new double[shape.Aggregate(1L, (product, size) => product * size)];
        random.FillGaussian(normal);
        double deviation = Math.Sqrt((layer.Rectified ? 2.0 : 1.0) / layer.FanIn);
        return AlignedTensor.Of(Array.ConvertAll(normal, value => (float)(value * deviation)), on, shape);
    }
}
