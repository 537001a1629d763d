using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>
/// The weights of a trained network as parameters for further training, cut at a split point. Its tensors live in
/// the dispose scope in which it was made. Batch normalisation keeps the averages of the network it starts from.
/// </summary>
internal sealed class TrainableNetwork
{
    private readonly NetworkSpec _spec;
    private readonly ComputeDevice _compute;
    private readonly int _behindCut;
    private readonly IReadOnlyList<WeightArray> _arrays;
    private readonly Tensor[] _tensors;
    private readonly LayerWeights?[] _weights;

    public TrainableNetwork(TrainedNetwork start, string split)
    {
        _spec = start.Spec;
        _compute = start.Compute;
        _behindCut = start.Spec.Require(split) + 1;
        _arrays = start.Weights;
        _tensors = LayerWeights.Trainable(_spec, _arrays, start.Device);
        _weights = LayerWeights.ByLayer(_spec, _tensors);
    }

    public IEnumerable<Parameter> Parameters => _tensors.OfType<Parameter>();

    /// <summary>What leaves the device for normalised pictures.</summary>
    public Tensor Head(Tensor pictures) => LayerOperations.Apply(_spec, _weights, pictures, 0, _behindCut);

    /// <summary>The scores for what left the device.</summary>
    public Tensor Tail(Tensor activation) => LayerOperations.Apply(_spec, _weights, activation, _behindCut, _spec.Layers.Count);

    /// <summary>The network as it stands now.</summary>
    /// <exception cref="InvalidOperationException">A weight is no longer finite.</exception>
    public TrainedNetwork Finish(string what)
    {
        WeightArray[] trained = [.. _arrays.Zip(_tensors, (array, values) => array with { Values = values.Floats() })];
        return trained.All(array => Array.TrueForAll(array.Values, float.IsFinite))
            ? new TrainedNetwork(_spec, trained, _compute)
            : throw new InvalidOperationException($"The training of {_spec.Name} with {what} diverged. Lower its weight or the learning rate.");
    }
}
