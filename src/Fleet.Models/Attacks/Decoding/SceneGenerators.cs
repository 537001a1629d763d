using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>
/// Untrained convolutional generators, one for each scene of a batch, all with one fixed random input and the same initial
/// weights (the deep image prior of Ulyanov, Vedaldi, Lempitsky, CVPR 2018). They are computed together as the groups of
/// grouped convolutions and do not influence each other. Tensors belong to the scope in which they are made.
/// </summary>
internal sealed class SceneGenerators
{
    private const uint InputStream = 5;
    private const uint WeightStream = 6;
    private const int Kernel = 3;
    private const int SmallestSide = 7;
    private const double Slope = 0.1;

    private readonly int _scenes;
    private readonly TensorShape _picture;
    private readonly Tensor _lowest;
    private readonly Tensor _range;
    private readonly Tensor _input;
    private readonly int[] _channels;
    private readonly Parameter[] _parameters;

    // The last layer has the most places and the fewest channels: a doubling first would make it two thirds of all time.
    private readonly PhaseKernels _phases;

    /// <param name="scenes">How many.</param>
    /// <param name="format">The pictures they give.</param>
    /// <param name="width">Channels of the inner layers.</param>
    /// <param name="seed">The key of input and initial weights.</param>
    /// <param name="on">Where they are computed.</param>
    public SceneGenerators(int scenes, PictureFormat format, int width, ulong seed, Device on)
    {
        _phases = new PhaseKernels(on);
        _scenes = scenes;
        _picture = format.Shape;
        _lowest = PixelRange.Normalised(format, 0, on);
        _range = PixelRange.Normalised(format, 1, on) - _lowest;
        _channels = Channels(format.Shape, width);
        int doublings = _channels.Length - 2;
        _input = Noise(new CounterRandom(seed, InputStream, RandomPurpose.Attack), [1, width, Shrunk(_picture.Height, doublings), Shrunk(_picture.Width, doublings)], 1, on)
            .repeat(1, scenes, 1, 1);
        _parameters = [.. Enumerable.Range(0, _channels.Length - 1).SelectMany(layer => Initial(layer, seed, on))];
    }

    /// <summary>The weights of all generators, layer by layer.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Operations of one generator for one picture.</summary>
    public static long Flops(TensorShape picture, int width)
    {
        int[] channels = Channels(picture, width);
        int doublings = channels.Length - 2;
        return Enumerable.Range(0, channels.Length - 1).Sum(layer =>
        {
            int halvings = Math.Max(0, doublings - layer);
            long places = (long)Shrunk(picture.Height, halvings) * Shrunk(picture.Width, halvings);
            return places * channels[layer + 1] * ((2L * channels[layer] * Kernel * Kernel) + 2);
        });
    }

    /// <summary>One picture from each generator, normalised and within the range of pictures; in the caller's dispose scope.</summary>
    public Tensor Pictures()
    {
        using var scope = NewDisposeScope();
        Tensor x = _input;
        int last = _channels.Length - 2;
        for (int layer = 0; layer < last; layer++)
        {
            x = F.leaky_relu(Convolve(x, _parameters[2 * layer], _parameters[(2 * layer) + 1]), Slope);
            x = layer < last - 1 ? F.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest) : x;
        }

        (Parameter weight, Parameter bias) = (_parameters[2 * last], _parameters[(2 * last) + 1]);
        x = last == 0
            ? Convolve(x, weight, bias)
            : F.pixel_shuffle(Convolve(x, _phases.Kernels(weight), bias.repeat_interleave(PhaseKernels.Phases)), PhaseKernels.Factor);
        Tensor pictures = x.narrow(2, 0, _picture.Height).narrow(3, 0, _picture.Width).reshape(_scenes, _picture.Channels, _picture.Height, _picture.Width);
        return (_lowest + (pictures.sigmoid() * _range)).MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Tensor x, Tensor weight, Tensor bias) =>
        F.conv2d(x, weight, bias, padding: [Kernel / 2, Kernel / 2], groups: _scenes);

    private Parameter[] Initial(int layer, ulong seed, Device on)
    {
        (int from, int to) = (_channels[layer], _channels[layer + 1]);
        var random = new CounterRandom(seed, WeightStream, RandomPurpose.Attack, (ulong)layer);
        Tensor one = Noise(random, [to, from, Kernel, Kernel], Math.Sqrt(2.0 / (from * Kernel * Kernel)), on);
        return [new Parameter(one.repeat(_scenes, 1, 1, 1)), new Parameter(zeros(_scenes * to, device: on))];
    }

    private static int[] Channels(TensorShape picture, int width)
    {
        int doublings = Math.Max(0, (int)Math.Floor(Math.Log2((double)Math.Max(picture.Height, picture.Width) / SmallestSide)));
        return [.. Enumerable.Repeat(width, doublings + 1), picture.Channels];
    }

    private static int Shrunk(int side, int times) => (side + (1 << times) - 1) >> times;

    private static Tensor Noise(CounterRandom random, long[] shape, double deviation, Device on)
    {
        var normal = new double[shape.Aggregate(1L, (product, size) => product * size)];
        random.FillGaussian(normal);
        return tensor(Array.ConvertAll(normal, value => (float)(value * deviation)), shape, device: on);
    }
}
