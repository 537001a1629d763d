using Fleet.Models.Networks;
using Fleet.Models.Randomness;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// A decoder that learns, batch by batch, to reconstruct pictures from activations, and how well it does as a term of the
/// network's loss: the share of the pictures' variance that it explains.
/// </summary>
/// <remarks>Two fully connected layers with a rectifier between them, so that one decoder fits every activation.</remarks>
internal sealed class DecoderTerm : IPrivacyTerm
{
    private const int Hidden = 256;
    private const double LearningRate = 2e-3;

    /// <summary>Below this variance the pictures of a batch are all alike but for rounding.</summary>
    private const float SmallestVariance = 1e-12f;

    private readonly double _weight;
    private readonly List<Parameter> _parameters = [];
    private readonly optim.Optimizer _optimizer;

    /// <param name="weight">The weight of the term.</param>
    /// <param name="picture">The shape of the pictures.</param>
    /// <param name="activation">The shape of the activations.</param>
    /// <param name="seed">The key of the decoder's initial weights.</param>
    /// <param name="on">Where it computes.</param>
    public DecoderTerm(double weight, TensorShape picture, TensorShape activation, ulong seed, Device on)
    {
        _weight = weight;
        AddLayer(seed, activation.Elements, Hidden, on);
        AddLayer(seed, Hidden, picture.Elements, on);
        _optimizer = optim.Adam(_parameters, LearningRate);
    }

    /// <inheritdoc/>
    /// <remarks>A decoder that explains nothing yet has no gradient to teach the network with.</remarks>
    public int WarmUpBatches => 200;

    public void WarmUp(Tensor pictures, Tensor activations) => Learn(pictures, activations);

    public Tensor Loss(Tensor pictures, Tensor activations)
    {
        Learn(pictures, activations);
        using var scope = NewDisposeScope();
        Tensor variance = Variance(pictures);
        if (variance.item<float>() < SmallestVariance)
        {
            // Such as the last batch of an epoch if it is one picture: there is nothing to explain.
            return zeros_like(variance).MoveToOuterDisposeScope();
        }

        Tensor unexplained = Error(pictures, activations) / variance;

        // Below zero the decoder is worse than the mean picture: nothing more to gain there.
        return (F.relu(ones_like(unexplained) - unexplained) * tensor((float)_weight, device: unexplained.device)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _optimizer.Dispose();

    /// <summary>One step of the decoder on what it sees now.</summary>
    private void Learn(Tensor pictures, Tensor activations)
    {
        using var scope = NewDisposeScope();
        Tensor error = Error(pictures, activations.detach());

        // The network's own step left gradients here too.
        _optimizer.zero_grad();
        error.backward();
        _optimizer.step();
    }

    private Tensor Error(Tensor pictures, Tensor activations)
    {
        Tensor hidden = F.relu(F.linear(activations.flatten(1), _parameters[0], _parameters[1]));
        return F.mse_loss(F.linear(hidden, _parameters[2], _parameters[3]), pictures.flatten(1));
    }

    private static Tensor Variance(Tensor pictures) => (pictures - pictures.mean([0], keepdim: true)).square().mean();

    /// <summary>Adds a weight and its bias, uniform within 1/sqrt(fan-in) as the networks' own.</summary>
    private void AddLayer(ulong seed, int from, int to, Device on)
    {
        var random = new CounterRandom(seed, (uint)_parameters.Count, RandomPurpose.DefenseWeights);
        foreach (long[] shape in new long[][] { [to, from], [to] })
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(((2 * random.NextDouble()) - 1) / Math.Sqrt(from));
            }

            _parameters.Add(new Parameter(AlignedTensor.Of(values, on, shape)));
        }
    }
}
