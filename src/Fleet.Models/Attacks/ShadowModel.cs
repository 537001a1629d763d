using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>A surrogate for the device's layers while it is trained. Its tensors belong to the scope that it is made in.</summary>
internal sealed class ShadowModel
{
    private readonly NetworkSpec _structure;
    private readonly IReadOnlyList<WeightArray> _initial;
    private readonly Tensor[] _tensors;
    private readonly LayerWeights?[] _layers;

    /// <param name="structure">Its layers.</param>
    /// <param name="seed">The key of its initial weights.</param>
    /// <param name="firstLayerScale">The initial weights of its first layer over the usual ones.</param>
    /// <param name="on">Where it computes.</param>
    public ShadowModel(NetworkSpec structure, ulong seed, double firstLayerScale, Device on)
    {
        _structure = structure;
        _initial = Initial(structure, seed, firstLayerScale);
        _tensors = LayerWeights.Trainable(structure, _initial, on);
        _layers = LayerWeights.ByLayer(structure, _tensors);
        Parameters = [.. _tensors.OfType<Parameter>()];
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What it takes a device to send, in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor inputs, bool training) =>
        LayerOperations.Apply(_structure, _layers, inputs, 0, _structure.Layers.Count, training);

    /// <summary>Its weights as they are now.</summary>
    public IReadOnlyList<WeightArray> Weights() =>
        [.. _initial.Zip(_tensors, (array, values) => array with { Values = values.Floats() })];

    private static IReadOnlyList<WeightArray> Initial(NetworkSpec structure, ulong seed, double firstLayerScale)
    {
        IReadOnlyList<RequiredArray> required = WeightArray.Required(structure);
        int first = required.Min(array => array.Layer);
        return [.. WeightInitializer.Draw(structure, seed).Select((array, i) => required[i].Layer == first
            ? array with { Values = Array.ConvertAll(array.Values, value => (float)(value * firstLayerScale)) }
            : array)];
    }
}
