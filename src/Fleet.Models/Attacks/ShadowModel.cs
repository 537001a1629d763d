using Fleet.Models.Attacks.Decoding;
using Fleet.Models.Networks;
using Fleet.Models.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>A stand-in for the device's layers while it learns. Its tensors belong to the scope it is made in.</summary>
internal sealed class ShadowModel
{
    private readonly NetworkSpec _structure;
    private readonly ulong _seed;
    private readonly IReadOnlyList<WeightArray> _arrays;
    private readonly Tensor[] _tensors;
    private readonly LayerWeights?[] _weights;

    /// <param name="structure">The table of layers.</param>
    /// <param name="seed">The key of the initial weights and of the order of the pictures.</param>
    /// <param name="firstLayerScale">The initial weights of its first layer over the usual ones.</param>
    public ShadowModel(NetworkSpec structure, ulong seed, double firstLayerScale)
    {
        _structure = structure;
        _seed = seed;
        _arrays = InitialWeights(structure, seed, firstLayerScale);
        _tensors = LayerWeights.Trainable(structure, _arrays);
        _weights = LayerWeights.ByLayer(structure, _tensors);
    }

    /// <summary>What it gives for normalised pictures, in the caller's dispose scope.</summary>
    public Tensor Activation(Tensor pictures, bool training) =>
        LayerOperations.Apply(_structure, _weights, pictures, 0, _structure.Layers.Count, training);

    /// <summary>Minimises a loss over pictures.</summary>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="loss">The mean loss over the pictures of the given positions, in the caller's dispose scope.</param>
    /// <param name="progress">Told about every 100 steps.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public void Learn(
        int pictures, FitSettings settings, Func<int[], Tensor> loss, IProgress<AttackProgress>? progress, CancellationToken cancellationToken) =>
        Fit.Run([.. _tensors.OfType<Parameter>()], pictures, settings, _seed, loss, progress, cancellationToken);

    /// <summary>The network as it is now; the caller disposes of it.</summary>
    public TrainedNetwork Network() =>
        new(_structure, [.. _arrays.Zip(_tensors, (array, values) => array with { Values = values.data<float>().ToArray() })]);

    private static IReadOnlyList<WeightArray> InitialWeights(NetworkSpec structure, ulong seed, double scale)
    {
        IReadOnlyList<RequiredArray> required = WeightArray.Required(structure);
        int first = required.Min(array => array.Layer);
        return [.. WeightInitializer.Draw(structure, seed).Select((array, i) => required[i].Layer == first
            ? array with { Values = Array.ConvertAll(array.Values, value => (float)(value * scale)) }
            : array)];
    }
}
