using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Networks;

/// <summary>The weights of one layer as tensors.</summary>
/// <param name="Weight">The weight, or the scale of a batch normalisation.</param>
/// <param name="Bias">The bias or shift; null where the layer has none.</param>
internal sealed record LayerWeights(Tensor Weight, Tensor? Bias)
{
    /// <summary>The running mean of a batch normalisation.</summary>
    public Tensor? RunningMean { get; init; }

    /// <summary>The running variance of a batch normalisation.</summary>
    public Tensor? RunningVariance { get; init; }

    /// <summary>
    /// Arrays as tensors that training changes, in the caller's dispose scope: parameters, except the running averages, which
    /// are counted and have no gradient.
    /// </summary>
    public static Tensor[] Trainable(NetworkSpec network, IReadOnlyList<WeightArray> arrays, Device on) =>
    [
        .. arrays.Zip(WeightArray.Required(network), (array, required) =>
        {
            Tensor values = AlignedTensor.Of(array.Values, on, [.. array.Shape]);
            return required.Role.IsTrained() ? new Parameter(values) : values;
        }),
    ];

    /// <summary>
    /// Sorts tensors, in the order of <see cref="WeightArray.Required"/>, by layer in the order of
    /// <see cref="NetworkSpec.AllLayers"/>; null where a layer has none.
    /// </summary>
    public static LayerWeights?[] ByLayer(NetworkSpec network, IReadOnlyList<Tensor> tensors)
    {
        IReadOnlyList<LayerSpec> layers = network.AllLayers;
        var weights = new LayerWeights?[layers.Count];
        int next = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            IReadOnlyList<LayerArray> arrays = layers[i].Arrays;
            if (arrays.Count > 0)
            {
                int first = next;
                weights[i] = new LayerWeights(Of(ArrayRole.Weight) ?? Of(ArrayRole.Scale)!, Of(ArrayRole.Bias) ?? Of(ArrayRole.Shift))
                {
                    RunningMean = Of(ArrayRole.RunningMean),
                    RunningVariance = Of(ArrayRole.RunningVariance),
                };
                next += arrays.Count;

                Tensor? Of(ArrayRole role)
                {
                    int position = arrays.TakeWhile(array => array.Role != role).Count();
                    return position < arrays.Count ? tensors[first + position] : null;
                }
            }
        }

        return weights;
    }
}
