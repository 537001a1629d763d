using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// A decoder that learns, batch by batch, to reconstruct pictures from activations, and how well it does as a term of the
/// network's loss: the share of the pictures' variance that it explains.
/// </summary>
/// <remarks>
/// Layers: a fully connected one to a grid of a quarter of the picture's rows and columns where the activation has none; a
/// 3x3 convolution; enlargement to the picture's size; two more 3x3 convolutions.
/// </remarks>
internal sealed class DecoderTerm : IPrivacyTerm
{
    private const int Channels = 16;
    private const int Kernel = 3;
    private const double LearningRate = 3e-3;

    private readonly double _weight;
    private readonly TensorShape _picture;
    private readonly TensorShape _grid;
    private readonly bool _expands;
    private readonly List<Parameter> _parameters = [];
    private readonly optim.Optimizer _optimizer;

    /// <param name="weight">The weight of the term.</param>
    /// <param name="picture">The shape of the pictures.</param>
    /// <param name="activation">The shape of the activations.</param>
    /// <param name="seed">The key of the decoder's initial weights.</param>
    public DecoderTerm(double weight, TensorShape picture, TensorShape activation, ulong seed)
    {
        (_weight, _picture, _expands) = (weight, picture, activation.IsFlat);
        _grid = _expands ? new TensorShape(Channels, (picture.Height + 3) / 4, (picture.Width + 3) / 4) : activation;
        if (_expands)
        {
            Add(seed, [_grid.Elements, activation.Elements]);
        }

        Add(seed, [Channels, _grid.Channels, Kernel, Kernel]);
        Add(seed, [Channels, Channels, Kernel, Kernel]);
        Add(seed, [picture.Channels, Channels, Kernel, Kernel]);
        _optimizer = optim.Adam(_parameters, LearningRate);
    }

    /// <inheritdoc/>
    /// <remarks>A decoder that explains nothing yet has no gradient to teach the network with.</remarks>
    public int WarmUpBatches => 200;

    /// <inheritdoc/>
    public void WarmUp(Tensor pictures, Tensor activations) => Learn(pictures, activations);

    public Tensor Loss(Tensor pictures, Tensor activations)
    {
        Learn(pictures, activations);
        using var scope = NewDisposeScope();
        Tensor unexplained = Error(pictures, activations) / Variance(pictures);

        // Below zero the decoder is worse than the mean picture: nothing more to gain there.
        return (F.relu(ones_like(unexplained) - unexplained) * tensor((float)_weight)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _optimizer.Dispose();

    /// <summary>One step of the decoder on what it sees now.</summary>
    private void Learn(Tensor pictures, Tensor activations)
    {
        using var scope = NewDisposeScope();
        Tensor error = Error(pictures, activations.detach());
        _optimizer.zero_grad();
        error.backward();
        _optimizer.step();
    }

    private Tensor Error(Tensor pictures, Tensor activations) => F.mse_loss(Decode(activations), pictures);

    private static Tensor Variance(Tensor pictures) => (pictures - pictures.mean([0], keepdim: true)).square().mean();

    private Tensor Decode(Tensor activations)
    {
        int next = 0;
        Tensor x = activations;
        if (_expands)
        {
            x = F.relu(F.linear(x.flatten(1), _parameters[next++], _parameters[next++]))
                .reshape(-1, _grid.Channels, _grid.Height, _grid.Width);
        }

        x = F.relu(Convolve(x, ref next));
        x = F.interpolate(x, [_picture.Height, _picture.Width], mode: InterpolationMode.Nearest);
        return Convolve(F.relu(Convolve(x, ref next)), ref next);
    }

    private Tensor Convolve(Tensor x, ref int next) =>
        F.conv2d(x, _parameters[next++], _parameters[next++], padding: [Kernel / 2, Kernel / 2]);

    /// <summary>Adds a weight and its bias, uniform within 1/sqrt(fan-in) as the networks' own.</summary>
    private void Add(ulong seed, long[] shape)
    {
        long fanIn = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        var random = new CounterRandom(seed, (uint)_parameters.Count, RandomPurpose.DefenseWeights);
        foreach (long[] part in new[] { shape, [shape[0]] })
        {
            var values = new float[part.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(((2 * random.NextDouble()) - 1) / Math.Sqrt(fanIn));
            }

            _parameters.Add(new Parameter(tensor(values, part)));
        }
    }
}
